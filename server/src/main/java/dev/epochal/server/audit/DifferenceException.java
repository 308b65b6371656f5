package dev.epochal.server.audit;

import com.google.protobuf.ByteString;
import dev.epochal.api.json.Base64Url;

/// The history differs from what it should be; carries where.
final class DifferenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Difference difference;

    DifferenceException(Difference difference) {
        super(difference.text());
        this.difference = difference;
    }

    Difference difference() {
        return difference;
    }

    /// A place in the export, at which demands are made.
    record Place(long line, long seq) {
        void require(boolean right, Flaw flaw, String otherwise) {
            if (!right) {
                throw differs(flaw, otherwise);
            }
        }

        DifferenceException differs(Flaw flaw, String detail) {
            return new DifferenceException(new Difference(flaw, line, seq, detail, "", ""));
        }

        void requireEqual(ByteString stated, ByteString derived, Flaw flaw, String otherwise) {
            if (!stated.equals(derived)) {
                throw new DifferenceException(new Difference(
                        flaw, line, seq, otherwise, Base64Url.encode(stated), Base64Url.encode(derived)));
            }
        }
    }
}
