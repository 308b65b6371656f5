package dev.epochal.mls.crypto;

/// The labels that keep one kind of signature from being taken for another: the registered ones (RFC 9420 §17.6), and
/// one of this project.
public enum SignatureLabel {
    /// A framed message.
    FRAMED_CONTENT("FramedContentTBS"),
    /// A LeafNode.
    LEAF_NODE("LeafNodeTBS"),
    /// A KeyPackage.
    KEY_PACKAGE("KeyPackageTBS"),
    /// A GroupInfo.
    GROUP_INFO("GroupInfoTBS"),
    /// A member's report on a Commit. No label of MLS begins with the project's name.
    COMMIT_REPORT("EpochalCommitReportTBS");

    private final String text;

    SignatureLabel(String text) {
        this.text = text;
    }

    /// The label without the prefix `MLS 1.0`.
    public String text() {
        return text;
    }
}
