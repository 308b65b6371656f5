package dev.epochal.mls.follow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.commit.Commit;
import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.crypto.HpkePublicKey;
import dev.epochal.mls.crypto.PublicKeyForm;
import dev.epochal.mls.crypto.SignContent;
import dev.epochal.mls.crypto.SignatureLabel;
import dev.epochal.mls.crypto.SignaturePublicKey;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.framing.Content;
import dev.epochal.mls.framing.ContentType;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.framing.PublicMessage;
import dev.epochal.mls.group.GroupContext;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.keypackage.KeyPackage;
import dev.epochal.mls.proposal.Proposal;
import dev.epochal.mls.vector.Vectors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// The published vectors about secrets, as far as an observer sees anything of them: contexts, signatures, and the
/// headers of sealed messages.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SecretVectorTest {
    private static final SignatureVerifier VERIFIER = SignatureVerifier.fastest();

    @Test
    void encodes_each_published_group_context() {
        int count = 0;
        for (JsonNode vector : Vectors.read("key-schedule.json")) {
            long epochNumber = 0;
            for (JsonNode epoch : vector.get("epochs")) {
                GroupContext context = GroupContext.parse(Vectors.octets(epoch, "group_context"));
                GroupContext built = context.at(
                        epochNumber,
                        Vectors.octets(epoch, "tree_hash"),
                        Vectors.octets(epoch, "confirmed_transcript_hash"),
                        Extensions.NONE);
                assertThat(context.groupId()).isEqualTo(Vectors.octets(vector, "group_id"));
                assertThat(built.bytes()).isEqualTo(context.bytes());
                HpkePublicKey externalPub = new HpkePublicKey(Vectors.octets(epoch, "external_pub"));
                assertThat(PublicKeyForm.accepts(suite(vector).kem(), externalPub))
                        .isTrue();
                epochNumber++;
                count++;
            }
        }
        Vectors.passed("key-schedule (GroupContexts)", count);
        assertThat(count).isEqualTo(35);
    }

    @Test
    void verifies_each_published_public_message() {
        int count = 0;
        for (JsonNode vector : Vectors.read("message-protection.json")) {
            PublicMessage proposal = publicMessage(vector, "proposal_pub");
            assertThat(proposal.content().content())
                    .isEqualTo(new Content.OfProposal(Proposal.parse(Vectors.octets(vector, "proposal"))));
            PublicMessage commit = publicMessage(vector, "commit_pub");
            assertThat(commit.content().content())
                    .isEqualTo(new Content.OfCommit(Commit.parse(Vectors.octets(vector, "commit"))));
            for (PublicMessage message : List.of(proposal, commit)) {
                assertThat(isSigned(
                                vector,
                                message,
                                context(vector, vector.get("epoch").asLong())))
                        .isTrue();
                assertThat(isSigned(vector, message, context(vector, 0))).isFalse();
            }
            assertThat(sealedType(vector, "proposal_priv")).isEqualTo(ContentType.PROPOSAL);
            assertThat(sealedType(vector, "commit_priv")).isEqualTo(ContentType.COMMIT);
            assertThat(sealedType(vector, "application_priv")).isEqualTo(ContentType.APPLICATION);
            count++;
        }
        Vectors.passed("message-protection (public part)", count);
        assertThat(count).isEqualTo(7);
    }

    @Test
    void verifies_the_group_info_in_each_published_welcome() {
        int count = 0;
        for (JsonNode vector : Vectors.read("welcome.json")) {
            if (!(MlsMessage.parse(Vectors.octets(vector, "welcome")) instanceof MlsMessage.OfWelcome welcome)
                    || !(MlsMessage.parse(Vectors.octets(vector, "key_package"))
                            instanceof MlsMessage.OfKeyPackage(KeyPackage keyPackage, Octets _))) {
                throw new IllegalStateException("no Welcome or no KeyPackage");
            }
            GroupInfo groupInfo = new WelcomeOpener(suite(vector), Map.of())
                    .open(welcome.welcome(), keyPackage, Vectors.octets(vector, "init_priv"));
            SignContent signed = new SignContent(SignatureLabel.GROUP_INFO, groupInfo.toBeSigned());
            SignaturePublicKey signer = new SignaturePublicKey(Vectors.octets(vector, "signer_pub"));
            assertThat(VERIFIER.verify(suite(vector), signer, signed, groupInfo.signature()))
                    .isTrue();
            count++;
        }
        Vectors.passed("welcome (GroupInfo signatures)", count);
        assertThat(count).isEqualTo(7);
    }

    private static boolean isSigned(JsonNode vector, PublicMessage message, GroupContext context) {
        SignContent signed = new SignContent(
                SignatureLabel.FRAMED_CONTENT, message.authenticated().toBeSigned(context));
        SignaturePublicKey key = new SignaturePublicKey(Vectors.octets(vector, "signature_pub"));
        return VERIFIER.verify(
                suite(vector), key, signed, message.authenticated().signature());
    }

    private static PublicMessage publicMessage(JsonNode vector, String field) {
        return switch (MlsMessage.parse(Vectors.octets(vector, field))) {
            case MlsMessage.OfPublicMessage(PublicMessage message, Octets _) -> message;
            default -> throw new IllegalStateException("no PublicMessage");
        };
    }

    private static ContentType sealedType(JsonNode vector, String field) {
        return switch (MlsMessage.parse(Vectors.octets(vector, field))) {
            case MlsMessage.OfPrivateMessage(var message, Octets _) -> message.contentType();
            default -> throw new IllegalStateException("no PrivateMessage");
        };
    }

    private static GroupContext context(JsonNode vector, long epoch) {
        Writer writer = new Writer().u16(1).u16(suite(vector).code());
        writer.opaque(Vectors.octets(vector, "group_id")).u64(epoch);
        writer.opaque(Vectors.octets(vector, "tree_hash"));
        writer.opaque(Vectors.octets(vector, "confirmed_transcript_hash"));
        Extensions.NONE.writeTo(writer);
        return GroupContext.parse(writer.toOctets());
    }

    private static CipherSuite suite(JsonNode vector) {
        return CipherSuite.of(vector.get("cipher_suite").asInt()).orElseThrow();
    }
}
