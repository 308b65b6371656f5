package dev.epochal.mls.framing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.commit.Commit;
import dev.epochal.mls.group.GroupSecrets;
import dev.epochal.mls.proposal.Proposal;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.vector.Vectors;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MessagesVectorTest {
    private static final Map<String, Integer> WIRE_FORMATS = Map.of(
            "mls_welcome", WireFormat.WELCOME,
            "mls_group_info", WireFormat.GROUP_INFO,
            "mls_key_package", WireFormat.KEY_PACKAGE,
            "public_message_application", WireFormat.PUBLIC_MESSAGE,
            "public_message_proposal", WireFormat.PUBLIC_MESSAGE,
            "public_message_commit", WireFormat.PUBLIC_MESSAGE,
            "private_message", WireFormat.PRIVATE_MESSAGE);

    private static final Map<String, Integer> PROPOSALS = Map.of(
            "add_proposal", 1,
            "update_proposal", 2,
            "remove_proposal", 3,
            "pre_shared_key_proposal", 4,
            "re_init_proposal", 5,
            "external_init_proposal", 6,
            "group_context_extensions_proposal", 7);

    private static final Map<String, Function<Octets, Struct>> BARE =
            Map.of("ratchet_tree", RatchetTree::parse, "group_secrets", GroupSecrets::parse, "commit", Commit::parse);

    @Test
    void each_message_keeps_its_octets_and_encodes_to_them_again() {
        int count = 0;
        for (JsonNode vector : Vectors.read("messages.json")) {
            WIRE_FORMATS.forEach((field, wireFormat) -> {
                Octets octets = Vectors.octets(vector, field);
                MlsMessage message = MlsMessage.parse(octets);
                assertThat(message.wireFormat()).as(field).isEqualTo(wireFormat);
                assertThat(message.bytes()).isEqualTo(octets);
                assertThat(message.encoded()).as(field).isEqualTo(octets);
            });
            PROPOSALS.forEach((field, type) -> {
                Octets octets = Octets.ofHex("000" + type + vector.get(field).asText());
                assertThat(Proposal.parse(octets).encoded()).as(field).isEqualTo(octets);
            });
            BARE.forEach((field, parser) -> {
                Octets octets = Vectors.octets(vector, field);
                assertThat(Reader.of(octets).remaining()).isEqualTo(octets.size());
                assertThat(parser.apply(octets).encoded()).as(field).isEqualTo(octets);
            });
            count++;
        }
        Vectors.passed("messages", count);
        assertThat(count).isEqualTo(300);
    }
}
