/// Development tokens, signed with the server's own secret.
@NullMarked
package dev.epochal.server.token;

import org.jspecify.annotations.NullMarked;
