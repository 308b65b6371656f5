package dev.epochal.mls.crypto;

/// The registered labels that keep one kind of signature from being taken for another (RFC 9420 §17.6).
public enum SignatureLabel {
    /// A framed message.
    FRAMED_CONTENT("FramedContentTBS"),
    /// A LeafNode.
    LEAF_NODE("LeafNodeTBS"),
    /// A KeyPackage.
    KEY_PACKAGE("KeyPackageTBS"),
    /// A GroupInfo.
    GROUP_INFO("GroupInfoTBS");

    private final String text;

    SignatureLabel(String text) {
        this.text = text;
    }

    /// The label without the prefix `MLS 1.0`.
    public String text() {
        return text;
    }
}
