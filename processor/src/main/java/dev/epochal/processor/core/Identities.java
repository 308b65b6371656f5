package dev.epochal.processor.core;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.credential.BasicCredential;
import dev.epochal.mls.credential.Credential;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.schema.record.Identity;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads who a leaf belongs to: what its credential names is the UTF-8 of `user/client`. A certificate names it by a
/// URI `mls-client:user/client`.
///
/// The reading is strict, so that no two spellings name one client: valid UTF-8, exactly one slash, both parts there,
/// no control characters, at most 255 characters each.
final class Identities {
    private static final int PART_CHARACTERS_MAX = 255;

    private Identities() {}

    /// Who the leaf belongs to; empty if it doesn't say so in our form.
    static Optional<Identity> of(LeafNode leaf) {
        return parse(leaf.credential().client());
    }

    /// The same; refuses a leaf that doesn't say so.
    static Identity require(LeafNode leaf) {
        return of(leaf).orElseThrow(
                        () -> Refusals.invalid(CheckId.CREDENTIAL_VALID, "a leaf's identity isn't user/client"));
    }

    /// A credential that names the client.
    static Credential credential(Identity identity) {
        return new BasicCredential(Octets.ofText(identity.getUser() + "/" + identity.getClient()));
    }

    /// Whether a policy may name it.
    static boolean isWellFormed(Identity identity) {
        return isPart(identity.getUser()) && isPart(identity.getClient());
    }

    private static Optional<Identity> parse(Octets octets) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        Identity identity = Identity.newBuilder()
                .setUser(text.substring(0, slash))
                .setClient(text.substring(slash + 1))
                .build();
        return isWellFormed(identity) ? Optional.of(identity) : Optional.empty();
    }

    private static boolean isPart(String part) {
        return !part.isEmpty()
                && part.length() <= PART_CHARACTERS_MAX
                && part.chars().noneMatch(c -> c == '/' || Character.isISOControl(c));
    }
}
