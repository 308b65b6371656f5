package dev.epochal.mls.framing;

import dev.epochal.mls.codec.MalformedException.Reason;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;

/// Who says to have sent a message (RFC 9420 §6).
public sealed interface Sender extends Struct {
    /// A member of the group.
    ///
    /// @param leafIndex its leaf, a uint32 that may lie beyond the tree
    record Member(long leafIndex) implements Sender {
        @Override
        public void writeTo(Writer writer) {
            writer.u8(1).u32(leafIndex);
        }
    }

    /// Somebody of the `external_senders` extension.
    ///
    /// @param senderIndex the place in that list, a uint32 that may lie beyond it
    record External(long senderIndex) implements Sender {
        @Override
        public void writeTo(Writer writer) {
            writer.u8(2).u32(senderIndex);
        }
    }

    /// A client that proposes to be added.
    record NewMemberProposal() implements Sender {
        @Override
        public void writeTo(Writer writer) {
            writer.u8(3);
        }
    }

    /// A client that joins by an external Commit.
    record NewMemberCommit() implements Sender {
        @Override
        public void writeTo(Writer writer) {
            writer.u8(4);
        }
    }

    /// Reads one sender.
    static Sender parse(Reader reader) {
        int type = reader.u8("Sender.sender_type");
        return switch (type) {
            case 1 -> new Member(reader.u32("Sender.leaf_index"));
            case 2 -> new External(reader.u32("Sender.sender_index"));
            case 3 -> new NewMemberProposal();
            case 4 -> new NewMemberCommit();
            default -> throw reader.malformedBehind(1, Reason.UNKNOWN_VALUE, "Sender.sender_type");
        };
    }

    /// Whether the signature covers the GroupContext (§6.1).
    default boolean signsGroupContext() {
        return this instanceof Member || this instanceof NewMemberCommit;
    }
}
