/// The roles as processes of their own, with real clients writing while parts are killed, stopped and moved.
@NullMarked
package dev.epochal.server.fault;

import org.jspecify.annotations.NullMarked;
