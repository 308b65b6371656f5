package dev.epochal.schema.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.Position;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CanonicalHeaderTest {
    private static final GroupEvent EVENT = sealed(event());

    private static ByteString filled(int value, int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return ByteString.copyFrom(bytes);
    }

    private static GroupEvent event() {
        return GroupEvent.newBuilder()
                .setHeader(EventHeader.newBuilder()
                        .setGroupId(filled(1, 16))
                        .setLogId(filled(2, 32))
                        .setSeq(3)
                        .setEpochBefore(4)
                        .setEpochAfter(5)
                        .setAcceptedAtMs(6)
                        .setSubmittedBy(Identity.newBuilder().setUser("alice").setClient("phone"))
                        .setCommand(Position.newBuilder().setPartition(7).setOffset(8))
                        .setBodyDigest(filled(9, 32))
                        .setPayloadSalt(filled(10, 32))
                        .setPreviousHead(filled(11, 32)))
                .setCommitAccepted(CommitAccepted.newBuilder()
                        .setCommit(filled(12, 5))
                        .setWelcome(filled(13, 0))
                        .setGroupInfo(filled(14, 6)))
                .build();
    }

    private static GroupEvent sealed(GroupEvent event) {
        return event.toBuilder()
                .setHeader(CanonicalHeader.seal(event.getHeader(), event))
                .build();
    }

    @Test
    void has_the_documented_bytes() {
        String bytes = HexFormat.of()
                .formatHex(CanonicalHeader.bytes(
                        EVENT.getHeader(), EVENT.getBodyCase().getNumber()));
        assertThat(bytes)
                .hasSize(2 * CanonicalHeader.SIZE)
                .startsWith("6d6c732d64732f6576656e742f7631" + "01" + "02".repeat(32) + "0000000000000003" + "0000000c"
                        + "0000000000000004" + "0000000000000005" + "0000000000000006")
                .endsWith("00000007" + "0000000000000008" + "09".repeat(32) + "0b".repeat(32));
    }

    @Test
    void has_the_leaf_hash_that_was_computed_by_other_means() {
        assertThat(HexFormat.of().formatHex(EVENT.getHeader().getPayloadHash().toByteArray()))
                .isEqualTo("d9400482f6c143cce9b344bcfa373d27e9bbd63c5db74edda5f3d8744a00b42c");
        assertThat(HexFormat.of().formatHex(EVENT.getHeader().getLeafHash().toByteArray()))
                .isEqualTo("52d55cf0715c6e965b34aeda97404b8632471ebcde706ceb7352512e6b341937");
    }

    private static Stream<UnaryOperator<GroupEvent.Builder>> tamperings() {
        return Stream.of(
                event -> header(event, event.getHeaderBuilder().setLogId(filled(0, 32))),
                event -> header(event, event.getHeaderBuilder().setSeq(2)),
                event -> header(event, event.getHeaderBuilder().setEpochBefore(3)),
                event -> header(event, event.getHeaderBuilder().setEpochAfter(6)),
                event -> header(event, event.getHeaderBuilder().setAcceptedAtMs(7)),
                event -> header(
                        event,
                        event.getHeaderBuilder()
                                .setSubmittedBy(
                                        Identity.newBuilder().setUser("alic").setClient("e/phone"))),
                event -> header(
                        event,
                        event.getHeaderBuilder()
                                .setCommand(
                                        Position.newBuilder().setPartition(7).setOffset(9))),
                event -> header(event, event.getHeaderBuilder().setBodyDigest(filled(8, 32))),
                event -> header(event, event.getHeaderBuilder().setPayloadSalt(filled(8, 32))),
                event -> header(event, event.getHeaderBuilder().setPayloadHash(filled(8, 32))),
                event -> header(event, event.getHeaderBuilder().setPreviousHead(filled(8, 32))),
                event -> header(event, event.getHeaderBuilder().setLeafHash(filled(8, 32))),
                event -> commit(event, event.getCommitAcceptedBuilder().setCommit(filled(12, 6))),
                event -> commit(event, event.getCommitAcceptedBuilder().setWelcome(filled(13, 1))),
                event -> commit(event, event.getCommitAcceptedBuilder().setGroupInfo(filled(15, 6))));
    }

    private static GroupEvent.Builder header(GroupEvent.Builder event, EventHeader.Builder header) {
        return event.setHeader(header);
    }

    private static GroupEvent.Builder commit(GroupEvent.Builder event, CommitAccepted.Builder commit) {
        return event.setCommitAccepted(commit);
    }

    @ParameterizedTest
    @MethodSource("tamperings")
    void notices_each_change_of_header_and_payload(UnaryOperator<GroupEvent.Builder> tampering) {
        assertThat(CanonicalHeader.isIntact(EVENT)).isTrue();
        assertThat(CanonicalHeader.isIntact(tampering.apply(EVENT.toBuilder()).build()))
                .isFalse();
    }

    @Test
    void refuses_hashes_of_another_size() {
        GroupEvent event = event();
        EventHeader header =
                event.getHeader().toBuilder().setPreviousHead(filled(1, 31)).build();
        assertThatThrownBy(() -> CanonicalHeader.seal(header, event)).isInstanceOf(IllegalArgumentException.class);
    }
}
