package dev.epochal.mls.extension;

/// Registered application components (MLS extensions draft) that change how a message is read.
public final class ComponentId {
    /// Says that `authenticated_data` is divided among components.
    public static final int SAFE_AAD = 2;
    /// Marks a KeyPackage that may be used again when no other is left.
    public static final int LAST_RESORT_KEY_PACKAGE = 4;

    private ComponentId() {}
}
