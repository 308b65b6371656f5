package dev.epochal.mls.crypto;

import dev.epochal.mls.codec.Octets;
import java.util.List;

/// Asks a verifier for verdicts that are known: one valid signature for each scheme, and the same over another
/// message.
final class VerifierSelfTest {
    private static final Octets MESSAGE = Octets.ofText("Epochal");
    private static final Octets OTHER_MESSAGE = Octets.ofText("epochal");
    private static final KnownSignature ED25519 = new KnownSignature(
            SignatureScheme.ED25519,
            "41f51a81e12f868adae797d091f8e1a55333740240a8ed6370bfc76a617108a8",
            "5ba3647f197c9911340257639a803b7f9327c8adac1b05b78245058977dec6428d8fa81eb39f9cd4ec93"
                    + "b3b0a53fe1316c6a05e8f49d9d262365ebff9a0a8906");
    private static final KnownSignature ED448 = new KnownSignature(
            SignatureScheme.ED448,
            "380b75ffcd0676fe1051fb0b93cd4b501042176daccfcd2287afc82572397be9c789794215a763914fd5"
                    + "aa4de6bce67cf997850cec3a693080",
            "ac38a3aaf5538c27c519d543eea6f16cf68d78b9bdc58305bc32c181fdd71cbe07a4d2c1de256fdaaf69"
                    + "34f543c210bcc97fb4e04e260c908013683c9855fbe83901cbe8b48727c0aa5504bdffdf7f54b1cb1941"
                    + "438871e9a301862fab981e0002eeb2755edf93f730e1097eb52e58960400");
    private static final KnownSignature ECDSA_P256_SHA256 = new KnownSignature(
            SignatureScheme.ECDSA_P256_SHA256,
            "04fb7fdad9820684b14b84b7f8050094463f2669e9cd4f1363befb70f2263178bccfac88fb2cfd231c75"
                    + "b9f6ae7a51b02103c438786bb6fffc8a014a00df046438",
            "304402206f3ff871639ff18730aaaaa0c19e9b48a0776a23d9218cffd8a457535b2aea040220649a5bc1"
                    + "8a1bffe5255f845af816446d3c8a1cc9b6ef62f9cb271b6a4f6435ef");
    private static final KnownSignature ECDSA_P384_SHA384 = new KnownSignature(
            SignatureScheme.ECDSA_P384_SHA384,
            "048a11a93c638b20c38d9d941d77d950cbfbb3f497280895a06b803c48e772204d1a829e57374b048415"
                    + "49dc0fe40c5b5d315602fc51eed773bbc60bb7151eb250c9340ea07172eae4cd9eb7d387397c4a71c14e"
                    + "6d980285a046f4c6c1ccfe0801",
            "3066023100dff78d54c250e85f31d24e7cb5d30f6fa978e86633a39514e49e2bd0ff41013ff9ac7da45b"
                    + "66dad722a749c0b16a46ef023100f65be90c8a10a14bb53d12a24df3fb9f82c6929f9abd37652e321388"
                    + "9dd8fac1a2f8be5acba4d967d4382fe8c6ebf61c");
    private static final KnownSignature ECDSA_P521_SHA512 = new KnownSignature(
            SignatureScheme.ECDSA_P521_SHA512,
            "0401a3ecc98ed2c1688c79d69bd8049acd4a0971fd16a10c8099e61c7a79b06b35d07a42941021a0c68e"
                    + "de7619a25da243f77fba3f34e7d1ec838455beb68bce6d5a4000468d6acc94c47ec42ab3a4e49e7dfd1e"
                    + "5fb76ab95a764ce8b8f539dea5eb17accea56725b94efa8736c54fb4d2578cac7477a07e1ef2117f0c00"
                    + "f755c88507d202",
            "308188024200920da26650d341f353bc61ee9bccf1d07d793170771fa6242e1d22dcf0fac49283bd975f"
                    + "bd6fa9ade6322994c6ea63ad970a6695fc494f88abaafefc2ca79853a6024201a834b9e7059361c1f944"
                    + "0fce8aad8e4df6d52e3e34d046ab288486f80236c0c3628ef555f42793bca98e42029c2c1756cd01c8ce"
                    + "64675bdbabeee9ad3c078b9224");
    private static final List<KnownSignature> ALL =
            List.of(ED25519, ED448, ECDSA_P256_SHA256, ECDSA_P384_SHA384, ECDSA_P521_SHA512);

    private VerifierSelfTest() {}

    private record KnownSignature(SignatureScheme scheme, String key, String signature) {
        boolean judgedRightlyBy(SignatureVerifier verifier) {
            SignaturePublicKey publicKey = new SignaturePublicKey(Octets.ofHex(key));
            Octets octets = Octets.ofHex(signature);
            return PublicKeyForm.accepts(scheme, publicKey)
                    && verifier.verify(scheme, publicKey, MESSAGE, octets)
                    && !verifier.verify(scheme, publicKey, OTHER_MESSAGE, octets);
        }
    }

    static boolean passes(SignatureVerifier verifier) {
        return ALL.stream().allMatch(known -> known.judgedRightlyBy(verifier));
    }
}
