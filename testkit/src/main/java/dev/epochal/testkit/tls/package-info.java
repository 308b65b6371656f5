/// Certificates for tests of TLS.
@NullMarked
package dev.epochal.testkit.tls;

import org.jspecify.annotations.NullMarked;
