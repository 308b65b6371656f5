package dev.epochal.schema.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MemberCheckpointTest {
    private static final MemberCheckpoint SEEN = new MemberCheckpoint(13, ByteString.copyFrom(new byte[32]));

    @Test
    void reads_what_it_writes() {
        assertThat(MemberCheckpoint.of(message(SEEN.octets()))).contains(SEEN);
    }

    @Test
    void takes_other_authenticated_data_for_something_else() {
        assertThat(MemberCheckpoint.of(message(ByteString.EMPTY))).isEmpty();
        assertThat(MemberCheckpoint.of(message(SEEN.octets().substring(1)))).isEmpty();
        assertThat(MemberCheckpoint.of(message(SEEN.octets().concat(ByteString.copyFrom(new byte[1])))))
                .isEmpty();
        var otherLabel = SEEN.octets().toByteArray();
        otherLabel[0] ^= 1;
        assertThat(MemberCheckpoint.of(message(ByteString.copyFrom(otherLabel))))
                .isEmpty();
        var negative = SEEN.octets().toByteArray();
        negative[20] = -1;
        assertThat(MemberCheckpoint.of(message(ByteString.copyFrom(negative)))).isEmpty();
        assertThat(MemberCheckpoint.of(ByteString.copyFromUtf8("no message"))).isEmpty();
        assertThatThrownBy(() -> new MemberCheckpoint(1, ByteString.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// A PrivateMessage: what of it is in clear counts.
    private static ByteString message(ByteString authenticatedData) {
        var octets = new Writer()
                .u16(1)
                .u16(2)
                .opaque(Octets.ofText("group"))
                .u64(3)
                .u8(3)
                .opaque(Octets.copyOf(authenticatedData.toByteArray()))
                .opaque(Octets.ofText("sender data"))
                .opaque(Octets.ofText("ciphertext"))
                .toOctets();
        return ByteString.copyFrom(octets.toByteArray());
    }
}
