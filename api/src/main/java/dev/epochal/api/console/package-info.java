/// The console: a page for auditors and operators, served from the jar.
@NullMarked
package dev.epochal.api.console;

import org.jspecify.annotations.NullMarked;
