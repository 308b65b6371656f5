package dev.epochal.processor.core;

import dev.epochal.schema.record.Refusal;
import java.io.Serial;

/// Carries a refusal out of nested steps. It has no stack trace and never leaves `decide`, which answers with a
/// [Decision].
final class RefusedSubmissionException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    RefusedSubmissionException(Refusal refusal) {
        super(refusal.getReasonCase() + ": " + refusal.getDetail(), null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
