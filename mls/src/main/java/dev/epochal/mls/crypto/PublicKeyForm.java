package dev.epochal.mls.crypto;

import dev.epochal.mls.codec.Octets;
import java.util.Set;
import org.bouncycastle.math.ec.rfc8032.Ed448;

/// Whether octets are a public key of their suite (RFC 9420 §5.1.1).
///
/// Stricter than the RFC in one way: keys with which two implementations could come to different results are
/// refused, that is points of small or mixed order. No honest client has such a key.
public final class PublicKeyForm {
    /// The little-endian coordinates of small order on Curve25519, the top bit cleared, with their non-canonical
    /// forms.
    private static final Set<Octets> SMALL_ORDER_25519 = Set.of(
            Octets.ofHex("00".repeat(32)),
            Octets.ofHex("01" + "00".repeat(31)),
            Octets.ofHex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
            Octets.ofHex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
            Octets.ofHex("ec" + "ff".repeat(30) + "7f"),
            Octets.ofHex("ed" + "ff".repeat(30) + "7f"),
            Octets.ofHex("ee" + "ff".repeat(30) + "7f"));

    /// The same for Curve448.
    private static final Set<Octets> SMALL_ORDER_448 = Set.of(
            Octets.ofHex("00".repeat(56)),
            Octets.ofHex("01" + "00".repeat(55)),
            Octets.ofHex("fe" + "ff".repeat(27) + "fe" + "ff".repeat(27)),
            Octets.ofHex("ff".repeat(28) + "fe" + "ff".repeat(27)),
            Octets.ofHex("00".repeat(28) + "ff".repeat(28)));

    private PublicKeyForm() {}

    /// Whether the octets are an HPKE key of this mechanism.
    public static boolean accepts(Kem kem, HpkePublicKey key) {
        Octets octets = key.octets();
        if (octets.size() != kem.publicKeySize()) {
            return false;
        }
        return switch (kem) {
            case X25519 -> !SMALL_ORDER_25519.contains(withoutTopBit(octets));
            case X448 -> !SMALL_ORDER_448.contains(octets);
            case P256 -> EcdsaForm.P256.point(octets).isPresent();
            case P384 -> EcdsaForm.P384.point(octets).isPresent();
            case P521 -> EcdsaForm.P521.point(octets).isPresent();
        };
    }

    /// Whether the octets are a signature key of this scheme. Takes about as long as verifying a signature for
    /// Ed448, and a third of that for Ed25519: ask once for each key.
    public static boolean accepts(SignatureScheme scheme, SignaturePublicKey key) {
        Octets octets = key.octets();
        return switch (scheme) {
            case ED25519 -> EdwardsForm.ED25519.isPoint(octets) && Ed25519Subgroup.contains(octets);
            case ED448 -> EdwardsForm.ED448.isPoint(octets) && Ed448.validatePublicKeyFull(octets.toByteArray(), 0);
            case ECDSA_P256_SHA256 -> EcdsaForm.P256.point(octets).isPresent();
            case ECDSA_P384_SHA384 -> EcdsaForm.P384.point(octets).isPresent();
            case ECDSA_P521_SHA512 -> EcdsaForm.P521.point(octets).isPresent();
        };
    }

    private static Octets withoutTopBit(Octets octets) {
        byte[] bytes = octets.toByteArray();
        bytes[31] &= 0x7f;
        return Octets.owning(bytes);
    }
}
