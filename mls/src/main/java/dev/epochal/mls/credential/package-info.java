/// Credentials (RFC 9420 §5.3): what a client says about its identity. Whether it is true is decided elsewhere.
@NullMarked
package dev.epochal.mls.credential;

import org.jspecify.annotations.NullMarked;
