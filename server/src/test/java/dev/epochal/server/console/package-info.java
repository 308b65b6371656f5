/// The console in a real browser.
@NullMarked
package dev.epochal.server.console;

import org.jspecify.annotations.NullMarked;
