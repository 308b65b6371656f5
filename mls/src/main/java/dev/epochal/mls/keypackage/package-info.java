/// KeyPackages (RFC 9420 §10).
@NullMarked
package dev.epochal.mls.keypackage;

import org.jspecify.annotations.NullMarked;
