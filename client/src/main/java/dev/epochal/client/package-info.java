/// A small client of the Epochal HTTP interface: requests, typed answers, retries that never do a thing twice.
///
/// MLS values go in and out as [dev.epochal.client.Octets]: exact bytes. There is no MLS engine in here, and nothing of
/// the server; whoever holds the group's secrets brings an engine of their own.
@NullMarked
package dev.epochal.client;

import org.jspecify.annotations.NullMarked;
