/// The hashes that make a group's history provable: the canonical form of an event's header, its payload and its leaf.
///
/// `docs/history.md` defines these bytes for readers in other languages. They never change for a released version.
@NullMarked
package dev.epochal.schema.history;

import org.jspecify.annotations.NullMarked;
