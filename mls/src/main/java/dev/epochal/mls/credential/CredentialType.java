package dev.epochal.mls.credential;

/// Registered credential types (RFC 9420 §17.5).
public final class CredentialType {
    /// An identity without proof.
    public static final int BASIC = 1;
    /// A chain of X.509 certificates.
    public static final int X509 = 2;

    private CredentialType() {}
}
