package dev.epochal.mls.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.MalformedException.Reason;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.vector.SampleMessages;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MalformedMessageTest {
    @Test
    void refuses_each_message_cut_off_at_each_octet() {
        for (Octets message : SampleMessages.all()) {
            assertThat(MlsMessage.parse(message).encoded()).isEqualTo(message);
            for (int size = 0; size < message.size(); size++) {
                Octets cut = message.slice(0, size);
                assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> MlsMessage.parse(cut));
            }
        }
    }

    @Test
    void refuses_octets_after_the_end() {
        for (Octets message : SampleMessages.all()) {
            Octets longer = new Writer().raw(message).u8(0).toOctets();
            assertReason(longer, Reason.TRAILING_OCTETS);
        }
    }

    @Test
    void refuses_versions_and_wire_formats_that_the_rfc_does_not_define() {
        assertReason(Octets.ofHex("00020001"), Reason.UNKNOWN_VERSION);
        assertReason(Octets.ofHex("00010000"), Reason.UNKNOWN_VALUE);
        assertReason(Octets.ofHex("00010006"), Reason.UNKNOWN_VALUE);
        assertReason(Octets.ofHex("0001f000"), Reason.UNKNOWN_VALUE);
    }

    @Test
    void refuses_a_huge_length_before_it_allocates_anything() {
        assertReason(Octets.ofHex("00010001bfffffff"), Reason.TRUNCATED);
        assertReason(Octets.ofHex("000100030001bfffffff"), Reason.TRUNCATED);
        assertReason(Octets.ofHex("00010001ffffffff"), Reason.BAD_LENGTH);
    }

    @Test
    void refuses_unknown_proposal_and_credential_types_by_name() {
        Octets proposal = SampleMessages.publicMessage(new Writer().u8(2).u16(0x0a0a));
        assertReason(proposal, Reason.UNKNOWN_PROPOSAL_TYPE);
        Writer update = new Writer().u8(2).u16(2).opaque(Octets.EMPTY).opaque(Octets.EMPTY);
        assertReason(SampleMessages.publicMessage(update.u16(0x0a0a)), Reason.UNKNOWN_CREDENTIAL_TYPE);
    }

    @Test
    void throws_nothing_but_the_declared_exception_for_changed_messages() {
        SplittableRandom random = new SplittableRandom(9420);
        int accepted = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = SampleMessages.all()
                    .get(random.nextInt(SampleMessages.all().size()))
                    .toByteArray();
            for (int change = random.nextInt(3); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Octets octets = Octets.owning(bytes);
            Throwable thrown =
                    catchThrowable(() -> assertThat(MlsMessage.parse(octets).encoded())
                            .as("what is accepted has one encoding only")
                            .isEqualTo(octets));
            if (thrown == null) {
                accepted++;
            } else {
                assertThat(thrown).isInstanceOf(MalformedException.class);
                assertThat(thrown.getStackTrace()).isEmpty();
            }
        }
        assertThat(accepted).isPositive();
    }

    private static void assertReason(Octets octets, Reason reason) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> MlsMessage.parse(octets))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
