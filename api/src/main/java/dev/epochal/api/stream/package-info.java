/// Answers that go on for a while: Server-Sent Events, their heartbeats and their ends.
@NullMarked
package dev.epochal.api.stream;

import org.jspecify.annotations.NullMarked;
