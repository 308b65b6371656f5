package dev.epochal.mls.framing;

/// Registered wire formats (RFC 9420 §17.2).
public final class WireFormat {
    /// A message that is signed and not encrypted.
    public static final int PUBLIC_MESSAGE = 1;
    /// A message that is signed and encrypted.
    public static final int PRIVATE_MESSAGE = 2;
    /// A Welcome.
    public static final int WELCOME = 3;
    /// A GroupInfo.
    public static final int GROUP_INFO = 4;
    /// A KeyPackage.
    public static final int KEY_PACKAGE = 5;

    private WireFormat() {}

    /// Whether support goes without saying, so that it need not be listed (MLS extensions draft, `WireFormats`).
    public static boolean isDefault(int wireFormat) {
        return wireFormat >= PUBLIC_MESSAGE && wireFormat <= KEY_PACKAGE;
    }
}
