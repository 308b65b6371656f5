/// Takes over what a Catbird MLS server had stored: [CatbirdSource] reads its PostgreSQL schema, of which
/// [CatbirdDump] makes a copy out of a file, [CatbirdImport] turns it into events, [ImportedLog] appends them.
@NullMarked
package dev.epochal.server.catbird;

import org.jspecify.annotations.NullMarked;
