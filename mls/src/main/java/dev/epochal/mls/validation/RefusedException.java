package dev.epochal.mls.validation;

/// Carries a [Refusal] out of nested checks. It has no stack trace and never leaves this module's entries,
/// which answer with [Checked].
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    /// A refusal on its way out.
    public RefusedException(Refusal refusal) {
        super(refusal.check().id() + ": " + refusal.detail(), null, false, false);
        this.refusal = refusal;
    }

    /// Why.
    public Refusal refusal() {
        return refusal;
    }
}
