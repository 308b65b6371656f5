package dev.epochal.schema.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.MessageAccepted;
import dev.epochal.schema.record.PayloadKeys;
import dev.epochal.schema.record.Position;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SealedEventsTest {
    private static final ByteString MESSAGE = ByteString.copyFromUtf8("a message that somebody wants to be gone");
    private static final GroupEvent OPEN = message(7);
    private static final PayloadKeys KEYS = PayloadKeyTree.of(ByteString.copyFromUtf8("group"), filled(1));
    private static final GroupEvent SEALED = SealedEvents.seal(OPEN, KEYS);

    private static GroupEvent message(long seq) {
        var event = GroupEvent.newBuilder()
                .setHeader(EventHeader.newBuilder()
                        .setGroupId(ByteString.copyFromUtf8("group"))
                        .setLogId(filled(2))
                        .setSeq(seq)
                        .setSubmittedBy(
                                Identity.newBuilder().setUser("alice-7391").setClient("phone"))
                        .setCommand(Position.newBuilder().setOffset(5))
                        .setBodyDigest(filled(3))
                        .setPayloadSalt(filled(4))
                        .setPreviousHead(filled(5)))
                .setMessageAccepted(MessageAccepted.newBuilder().setMessage(MESSAGE))
                .build();
        return event.toBuilder()
                .setHeader(CanonicalHeader.seal(event.getHeader(), event))
                .build();
    }

    private static ByteString filled(int octet) {
        byte[] octets = new byte[32];
        Arrays.fill(octets, (byte) octet);
        return ByteString.copyFrom(octets);
    }

    @Test
    void a_sealed_event_opens_to_what_it_was() {
        assertThat(SealedEvents.open(SEALED, KEYS)).isEqualTo(OPEN);
        assertThat(SealedEvents.open(SEALED, KEYS).toByteString()).isEqualTo(OPEN.toByteString());
    }

    @Test
    void a_sealed_event_tells_neither_payload_nor_salt_nor_submitter() {
        var octets = SEALED.toByteString().toString(StandardCharsets.ISO_8859_1);
        assertThat(octets)
                .doesNotContain(MESSAGE.toStringUtf8(), "alice-7391", "phone")
                .doesNotContain(filled(4).toString(StandardCharsets.ISO_8859_1));
    }

    @Test
    void all_three_forms_have_the_same_leaf_hash_and_are_intact() {
        var erased = SealedEvents.erased(OPEN);
        assertThat(SEALED.getHeader().getLeafHash()).isEqualTo(OPEN.getHeader().getLeafHash());
        assertThat(CanonicalHeader.isIntact(OPEN)).isTrue();
        assertThat(CanonicalHeader.isIntact(SEALED)).isTrue();
        assertThat(CanonicalHeader.isIntact(erased)).isTrue();
        assertThat(SealedEvents.isErased(erased)).isTrue();
        assertThat(SealedEvents.erased(SEALED)).isEqualTo(erased);
    }

    @Test
    void without_its_key_only_the_mark_is_left() {
        var left = PayloadKeyTree.without(KEYS, 7, 8);
        assertThat(SealedEvents.open(SEALED, left)).isEqualTo(SealedEvents.erased(OPEN));
    }

    @Test
    void an_event_that_was_changed_or_moved_does_not_open() {
        var moved = SEALED.toBuilder();
        moved.getHeaderBuilder().setSeq(8);
        var other = SEALED.toBuilder();
        other.getHeaderBuilder().setLeafHash(filled(9));
        var otherKeys = PayloadKeyTree.of(ByteString.copyFromUtf8("group"), filled(6));
        assertThatThrownBy(() -> SealedEvents.open(moved.build(), KEYS))
                .isInstanceOf(SealedEvents.UnopenedException.class);
        assertThatThrownBy(() -> SealedEvents.open(other.build(), KEYS))
                .isInstanceOf(SealedEvents.UnopenedException.class);
        assertThatThrownBy(() -> SealedEvents.open(SEALED, otherKeys))
                .isInstanceOf(SealedEvents.UnopenedException.class);
    }

    @Test
    void an_event_that_says_it_is_erased_and_has_a_payload_is_not_intact() {
        var both = SealedEvents.erased(OPEN).toBuilder();
        both.getMessageAcceptedBuilder().setMessage(MESSAGE);
        var salted = SealedEvents.erased(OPEN).toBuilder();
        salted.getHeaderBuilder().setPayloadSalt(filled(4));
        assertThat(CanonicalHeader.isIntact(both.build())).isFalse();
        assertThat(CanonicalHeader.isIntact(salted.build())).isFalse();
    }

    @Test
    void two_events_that_would_have_the_same_seq_are_sealed_under_different_keys() {
        var rival = OPEN.toBuilder();
        rival.getHeaderBuilder().setAcceptedAtMs(1);
        var resealed = rival.setHeader(CanonicalHeader.seal(rival.getHeader(), rival.build()))
                .build();
        var one = SEALED.getMessageAccepted().getSealed();
        var two = SealedEvents.seal(resealed, KEYS).getMessageAccepted().getSealed();
        assertThat(one.substring(0, 16)).isNotEqualTo(two.substring(0, 16));
    }
}
