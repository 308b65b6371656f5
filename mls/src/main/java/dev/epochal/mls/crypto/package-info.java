/// Cipher suites, hashes, hash references and signature labels (RFC 9420 §5.1–§5.2, §17.1): everything that needs no
/// secret. No HPKE, no key schedule, no private key.
@NullMarked
package dev.epochal.mls.crypto;

import org.jspecify.annotations.NullMarked;
