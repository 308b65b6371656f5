/// The story that `./epochal demo` plays: the server as a child process, real MLS clients over HTTP, and a few lines
/// that say what happened.
@NullMarked
package dev.epochal.testkit.demo;

import org.jspecify.annotations.NullMarked;
