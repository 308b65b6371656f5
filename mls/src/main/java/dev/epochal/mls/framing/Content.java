package dev.epochal.mls.framing;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.commit.Commit;
import dev.epochal.mls.proposal.Proposal;

/// What a FramedContent carries (RFC 9420 §6).
public sealed interface Content extends Struct {
    /// Application data, which no PublicMessage may carry.
    ///
    /// @param octets the data
    record OfApplication(Octets octets) implements Content {
        @Override
        public ContentType type() {
            return ContentType.APPLICATION;
        }

        @Override
        public void writeTo(Writer writer) {
            writer.u8(type().code()).opaque(octets);
        }
    }

    /// A proposal.
    ///
    /// @param proposal what is proposed
    record OfProposal(Proposal proposal) implements Content {
        @Override
        public ContentType type() {
            return ContentType.PROPOSAL;
        }

        @Override
        public void writeTo(Writer writer) {
            proposal.writeTo(writer.u8(type().code()));
        }
    }

    /// A Commit.
    ///
    /// @param commit what is committed
    record OfCommit(Commit commit) implements Content {
        @Override
        public ContentType type() {
            return ContentType.COMMIT;
        }

        @Override
        public void writeTo(Writer writer) {
            commit.writeTo(writer.u8(type().code()));
        }
    }

    /// Reads the content type and the content.
    static Content parse(Reader reader) {
        return switch (ContentType.parse(reader)) {
            case APPLICATION -> new OfApplication(reader.opaque("FramedContent.application_data"));
            case PROPOSAL -> new OfProposal(Proposal.parse(reader));
            case COMMIT -> new OfCommit(Commit.parse(reader));
        };
    }

    /// The kind of the content.
    ContentType type();
}
