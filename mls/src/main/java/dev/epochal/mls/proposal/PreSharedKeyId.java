package dev.epochal.mls.proposal;

import dev.epochal.mls.codec.MalformedException.Reason;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;

/// A `PreSharedKeyID` (RFC 9420 §8.4): names a pre-shared key without telling it.
public sealed interface PreSharedKeyId extends Struct {
    /// A key that the application provides.
    ///
    /// @param id the application's name for it
    /// @param nonce fresh for each use
    record External(Octets id, Octets nonce) implements PreSharedKeyId {
        @Override
        public void writeTo(Writer writer) {
            writer.u8(1).opaque(id).opaque(nonce);
        }
    }

    /// A key of an epoch of a group.
    ///
    /// @param usage what it is used for
    /// @param groupId which group
    /// @param epoch which epoch, unsigned
    /// @param nonce fresh for each use
    record Resumption(Usage usage, Octets groupId, long epoch, Octets nonce) implements PreSharedKeyId {
        @Override
        public void writeTo(Writer writer) {
            writer.u8(2).u8(usage.code()).opaque(groupId).u64(epoch).opaque(nonce);
        }
    }

    /// A key that an application component provides (MLS extensions draft).
    ///
    /// @param componentId which component
    /// @param id the component's name for it
    /// @param nonce fresh for each use
    record OfComponent(int componentId, Octets id, Octets nonce) implements PreSharedKeyId {
        @Override
        public void writeTo(Writer writer) {
            writer.u8(3).u16(componentId).opaque(id).opaque(nonce);
        }
    }

    /// `ResumptionPSKUsage`.
    enum Usage {
        /// As the application likes.
        APPLICATION(1),
        /// To start the successor of a closed group.
        REINIT(2),
        /// To start a subgroup.
        BRANCH(3);

        private final int code;

        Usage(int code) {
            this.code = code;
        }

        /// The code point on the wire.
        public int code() {
            return code;
        }
    }

    /// Reads one id.
    static PreSharedKeyId parse(Reader reader) {
        int type = reader.u8("PreSharedKeyID.psktype");
        return switch (type) {
            case 1 -> new External(reader.opaque("PreSharedKeyID.psk_id"), nonce(reader));
            case 2 ->
                new Resumption(
                        usage(reader),
                        reader.opaque("PreSharedKeyID.psk_group_id"),
                        reader.u64("PreSharedKeyID.psk_epoch"),
                        nonce(reader));
            case 3 ->
                new OfComponent(
                        reader.u16("PreSharedKeyID.component_id"),
                        reader.opaque("PreSharedKeyID.psk_id"),
                        nonce(reader));
            default -> throw reader.malformedBehind(1, Reason.UNKNOWN_VALUE, "PreSharedKeyID.psktype");
        };
    }

    private static Octets nonce(Reader reader) {
        return reader.opaque("PreSharedKeyID.psk_nonce");
    }

    private static Usage usage(Reader reader) {
        int usage = reader.u8("PreSharedKeyID.usage");
        if (usage < 1 || usage > Usage.values().length) {
            throw reader.malformedBehind(1, Reason.UNKNOWN_VALUE, "PreSharedKeyID.usage");
        }
        return Usage.values()[usage - 1];
    }

    /// Fresh for each use, as long as the suite's hash.
    Octets nonce();
}
