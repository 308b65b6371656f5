/// HTTP/1.1 as octets, where the web server is more patient than this interface wants to be: [StrictConnections] reads
/// requests, [LastAnswer] ends connections.
@NullMarked
package dev.epochal.api.wire;

import org.jspecify.annotations.NullMarked;
