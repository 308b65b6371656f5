package dev.epochal.mls.validation;

import java.util.Locale;

/// Everything that RFC 9420 and the MLS extensions draft ask to be checked about the public side of a group.
///
/// The id is stable: it crosses interfaces and stands in `docs/validation.md`.
public enum CheckId {
    /// Refuses if the message names another group.
    MESSAGE_GROUP("6", CheckStatus.ENFORCED, "the message names another group"),
    /// Refuses if the message is for another epoch than the current one.
    MESSAGE_EPOCH("12.4.2", CheckStatus.ENFORCED, "the message is for another epoch than the current one"),
    /// Refuses if the group was closed by a ReInit and takes no more handshakes.
    GROUP_CLOSED("12.1.5", CheckStatus.ENFORCED, "the group was closed by a ReInit and takes no more handshakes"),
    /// Refuses if the content is not of the type that is expected here.
    CONTENT_TYPE("6", CheckStatus.ENFORCED, "the content is not of the type that is expected here"),
    /// Refuses if the sender's leaf index names no member.
    SENDER_MEMBER("6.1", CheckStatus.ENFORCED, "the sender's leaf index names no member"),
    /// Refuses if the sender's index names no entry of external_senders.
    SENDER_EXTERNAL("12.1.8.1", CheckStatus.ENFORCED, "the sender's index names no entry of external_senders"),
    /// Refuses if a sender of this type may not send this content.
    SENDER_CONTENT("6.1", CheckStatus.ENFORCED, "a sender of this type may not send this content"),
    /// Refuses if the signature of the message is not valid in this epoch's GroupContext.
    MESSAGE_SIGNATURE(
            "6.1", CheckStatus.ENFORCED, "the signature of the message is not valid in this epoch's GroupContext"),
    /// Refuses if the confirmation tag is not as long as the suite's MAC.
    CONFIRMATION_TAG_SIZE("6.1", CheckStatus.ENFORCED, "the confirmation tag is not as long as the suite's MAC"),
    /// Refuses if the membership tag is not as long as the suite's MAC.
    MEMBERSHIP_TAG_SIZE("6.2", CheckStatus.ENFORCED, "the membership tag is not as long as the suite's MAC"),
    /// Refuses if authenticated_data is not divided among components as the group requires.
    SAFE_AAD(
            "draft-ietf-mls-extensions SafeAAD",
            CheckStatus.ENFORCED,
            "authenticated_data is not divided among components as the group requires"),
    /// Refuses if a PrivateMessage holds something of another size than it must.
    PRIVATE_MESSAGE_FORM(
            "6.3.2", CheckStatus.ENFORCED, "a PrivateMessage holds something of another size than it must"),
    /// Refuses if the cipher suite is unknown.
    CIPHER_SUITE("5.1", CheckStatus.ENFORCED, "the cipher suite is unknown"),
    /// Refuses if the signature key is no key of the suite.
    SIGNATURE_KEY_FORM("5.1.1", CheckStatus.ENFORCED, "the signature key is no key of the suite"),
    /// Refuses if the encryption key is no key of the suite.
    ENCRYPTION_KEY_FORM("5.1.1", CheckStatus.ENFORCED, "the encryption key is no key of the suite"),
    /// Refuses if the init key is no key of the suite.
    INIT_KEY_FORM("5.1.1", CheckStatus.ENFORCED, "the init key is no key of the suite"),
    /// Refuses if the end entity's certificate does not hold the signature key.
    X509_KEY("5.3", CheckStatus.ENFORCED, "the end entity's certificate does not hold the signature key"),
    /// Refuses if the certificates lead to none that is trusted.
    X509_TRUST("5.3.1", CheckStatus.ENFORCED, "the certificates lead to none that is trusted"),
    /// Refuses if the signature of the LeafNode is not valid.
    LEAF_SIGNATURE("7.3", CheckStatus.ENFORCED, "the signature of the LeafNode is not valid"),
    /// Refuses if leaf_node_source does not fit the place of the LeafNode.
    LEAF_SOURCE("7.3", CheckStatus.ENFORCED, "leaf_node_source does not fit the place of the LeafNode"),
    /// Refuses if the lifetime does not cover the present.
    LEAF_LIFETIME("7.3", CheckStatus.ENFORCED, "the lifetime does not cover the present"),
    /// Refuses if the lifetime is longer than the application accepts.
    LEAF_LIFETIME_TOTAL("7.2", CheckStatus.ENFORCED, "the lifetime is longer than the application accepts"),
    /// Refuses if the capabilities do not list the protocol version.
    LEAF_VERSION("7.2", CheckStatus.ENFORCED, "the capabilities do not list the protocol version"),
    /// Refuses if the capabilities do not list the group's cipher suite.
    LEAF_SUITE("7.2", CheckStatus.ENFORCED, "the capabilities do not list the group's cipher suite"),
    /// Refuses if the capabilities do not list the LeafNode's own credential type.
    LEAF_CREDENTIAL_LISTED(
            "7.2", CheckStatus.ENFORCED, "the capabilities do not list the LeafNode's own credential type"),
    /// Refuses if the capabilities do not list an extension of the LeafNode.
    LEAF_EXTENSIONS_LISTED("7.3", CheckStatus.ENFORCED, "the capabilities do not list an extension of the LeafNode"),
    /// Refuses if the extension does not belong into this struct.
    EXTENSION_PLACE("17.3", CheckStatus.ENFORCED, "the extension does not belong into this struct"),
    /// Refuses if a member does not support a required capability.
    REQUIRED_CAPABILITIES("7.3", CheckStatus.ENFORCED, "a member does not support a required capability"),
    /// Refuses if a member does not support an extension of the GroupContext.
    GROUP_EXTENSIONS("13.4", CheckStatus.ENFORCED, "a member does not support an extension of the GroupContext"),
    /// Refuses if a member does not support a required wire format, or a list of them is malformed.
    WIRE_FORMATS(
            "draft-ietf-mls-extensions WireFormats",
            CheckStatus.ENFORCED,
            "a member does not support a required wire format, or a list of them is malformed"),
    /// Refuses if a credential type in use is not supported by all members.
    CREDENTIALS_SUPPORTED("7.3", CheckStatus.ENFORCED, "a credential type in use is not supported by all members"),
    /// Refuses if two members would have one signature key.
    SIGNATURE_KEY_UNIQUE("7.3", CheckStatus.ENFORCED, "two members would have one signature key"),
    /// Refuses if two nodes of the tree would have one encryption key.
    ENCRYPTION_KEY_UNIQUE("7.3", CheckStatus.ENFORCED, "two nodes of the tree would have one encryption key"),
    /// Refuses if two members would be the same client.
    IDENTITY_UNIQUE("5.3.3", CheckStatus.ENFORCED, "two members would be the same client"),
    /// Refuses if the KeyPackage is for another protocol version.
    KEY_PACKAGE_VERSION("10.1", CheckStatus.ENFORCED, "the KeyPackage is for another protocol version"),
    /// Refuses if the KeyPackage is for another cipher suite.
    KEY_PACKAGE_SUITE("10.1", CheckStatus.ENFORCED, "the KeyPackage is for another cipher suite"),
    /// Refuses if the signature of the KeyPackage is not valid.
    KEY_PACKAGE_SIGNATURE("10.1", CheckStatus.ENFORCED, "the signature of the KeyPackage is not valid"),
    /// Refuses if the init key is the leaf's encryption key.
    KEY_PACKAGE_INIT_KEY("10.1", CheckStatus.ENFORCED, "the init key is the leaf's encryption key"),
    /// Refuses if the capabilities do not list an extension of the KeyPackage.
    KEY_PACKAGE_EXTENSIONS("10", CheckStatus.ENFORCED, "the capabilities do not list an extension of the KeyPackage"),
    /// Refuses if the tree has more leaves than are allowed here.
    TREE_LEAVES_MAX("12.4.3.3", CheckStatus.ENFORCED, "the tree has more leaves than are allowed here"),
    /// Refuses if the tree does not have the tree hash of the GroupContext.
    TREE_HASH("12.4.3.1", CheckStatus.ENFORCED, "the tree does not have the tree hash of the GroupContext"),
    /// Refuses if a parent node is not parent-hash valid.
    TREE_PARENT_HASHES("7.9.2", CheckStatus.ENFORCED, "a parent node is not parent-hash valid"),
    /// Refuses if unmerged_leaves names a leaf that is blank, elsewhere, or missing in between.
    TREE_UNMERGED_LEAVES(
            "12.4.3.1",
            CheckStatus.ENFORCED,
            "unmerged_leaves names a leaf that is blank, elsewhere, or missing in between"),
    /// Refuses if a node of the tree stands above no member.
    TREE_INVARIANT("4.2", CheckStatus.ENFORCED, "a node of the tree stands above no member"),
    /// Refuses if the confirmed transcript hash is no hash, or is one in epoch 0.
    GROUP_TRANSCRIPT("8.2", CheckStatus.ENFORCED, "the confirmed transcript hash is no hash, or is one in epoch 0"),
    /// Refuses if a group begins with more members than its creator.
    GROUP_BEGINNING("11", CheckStatus.ENFORCED, "a group begins with more members than its creator"),
    /// Refuses if an extension of the GroupContext has malformed contents.
    GROUP_EXTENSION_CONTENTS("13.4", CheckStatus.ENFORCED, "an extension of the GroupContext has malformed contents"),
    /// Refuses if the new leaf has the encryption key of the old one.
    UPDATE_KEY_FRESH("7.3", CheckStatus.ENFORCED, "the new leaf has the encryption key of the old one"),
    /// Refuses if the leaf index to remove names no member.
    REMOVE_MEMBER("12.1.3", CheckStatus.ENFORCED, "the leaf index to remove names no member"),
    /// Refuses if psk_nonce is not as long as the suite's hash.
    PSK_NONCE("12.1.4", CheckStatus.ENFORCED, "psk_nonce is not as long as the suite's hash"),
    /// Refuses if the usage is only for the start of another group.
    PSK_USAGE("12.1.4", CheckStatus.ENFORCED, "the usage is only for the start of another group"),
    /// Refuses if the resumption key is of an epoch of this group that is yet to come.
    PSK_EPOCH("8.6", CheckStatus.ENFORCED, "the resumption key is of an epoch of this group that is yet to come"),
    /// Refuses if the successor has an older protocol version.
    REINIT_VERSION("12.1.5", CheckStatus.ENFORCED, "the successor has an older protocol version"),
    /// Refuses if ExternalInit stands outside an external Commit.
    EXTERNAL_INIT_PLACE("12.2", CheckStatus.ENFORCED, "ExternalInit stands outside an external Commit"),
    /// Refuses if kem_output is no output of the suite's KEM.
    EXTERNAL_INIT_FORM("12.1.6", CheckStatus.ENFORCED, "kem_output is no output of the suite's KEM"),
    /// Refuses if a sender from outside may not propose this.
    EXTERNAL_PROPOSAL_TYPE("12.1.8", CheckStatus.ENFORCED, "a sender from outside may not propose this"),
    /// Refuses if a member does not support the type of the proposal.
    PROPOSAL_SUPPORTED("12.2", CheckStatus.ENFORCED, "a member does not support the type of the proposal"),
    /// Refuses if SelfRemove comes from no member or stands by value.
    SELF_REMOVE_SENDER(
            "draft-ietf-mls-extensions SelfRemove",
            CheckStatus.ENFORCED,
            "SelfRemove comes from no member or stands by value"),
    /// Refuses if the updates of a component contradict each other or its state.
    APP_DATA_OPERATIONS(
            "draft-ietf-mls-extensions AppDataUpdate",
            CheckStatus.ENFORCED,
            "the updates of a component contradict each other or its state"),
    /// Refuses if the dictionary is not strictly sorted by component.
    APP_DATA_DICTIONARY(
            "draft-ietf-mls-extensions app_data_dictionary",
            CheckStatus.ENFORCED,
            "the dictionary is not strictly sorted by component"),
    /// Refuses if GroupContextExtensions changes a dictionary that only AppDataUpdate may change.
    APP_DATA_GUARDED(
            "draft-ietf-mls-extensions AppDataUpdate",
            CheckStatus.ENFORCED,
            "GroupContextExtensions changes a dictionary that only AppDataUpdate may change"),
    /// Refuses if the result of an update is known to its component only, and no GroupInfo tells it.
    APP_DATA_UNKNOWN(
            "draft-ietf-mls-extensions AppDataUpdate",
            CheckStatus.ENFORCED,
            "the result of an update is known to its component only, and no GroupInfo tells it"),
    /// Refuses if the reference names no proposal of this epoch.
    PROPOSAL_REF("12.4", CheckStatus.ENFORCED, "the reference names no proposal of this epoch"),
    /// Refuses if the committer's own Update is covered.
    LIST_OWN_UPDATE("12.2", CheckStatus.ENFORCED, "the committer's own Update is covered"),
    /// Refuses if the committer would be removed.
    LIST_OWN_REMOVE("12.2", CheckStatus.ENFORCED, "the committer would be removed"),
    /// Refuses if several proposals change one leaf.
    LIST_ONE_PER_LEAF("12.2", CheckStatus.ENFORCED, "several proposals change one leaf"),
    /// Refuses if several Adds bring one client.
    LIST_DUPLICATE_ADD("12.2", CheckStatus.ENFORCED, "several Adds bring one client"),
    /// Refuses if several proposals name one pre-shared key.
    LIST_DUPLICATE_PSK("12.2", CheckStatus.ENFORCED, "several proposals name one pre-shared key"),
    /// Refuses if several pre-shared keys start the group.
    LIST_ONE_STARTING_PSK("12.4.3.1", CheckStatus.ENFORCED, "several pre-shared keys start the group"),
    /// Refuses if several GroupContextExtensions are covered.
    LIST_ONE_GROUP_CONTEXT_EXTENSIONS("12.2", CheckStatus.ENFORCED, "several GroupContextExtensions are covered"),
    /// Refuses if ReInit is covered together with others.
    LIST_REINIT_ALONE("12.2", CheckStatus.ENFORCED, "ReInit is covered together with others"),
    /// Refuses if the Commit has no path and needs one.
    PATH_REQUIRED("12.4", CheckStatus.ENFORCED, "the Commit has no path and needs one"),
    /// Refuses if the path has not one node for each of the filtered direct path.
    PATH_LENGTH("7.6", CheckStatus.ENFORCED, "the path has not one node for each of the filtered direct path"),
    /// Refuses if a node has not one ciphertext for each of its copath's resolution.
    PATH_CIPHERTEXTS("7.6", CheckStatus.ENFORCED, "a node has not one ciphertext for each of its copath's resolution"),
    /// Refuses if a ciphertext of the path can not hold a path secret or comes with no output of the suite's KEM.
    PATH_CIPHERTEXT_FORM(
            "7.6",
            CheckStatus.ENFORCED,
            "a ciphertext of the path can not hold a path secret or comes with no output of the suite's KEM"),
    /// Refuses if a key of the path is already in the tree.
    PATH_KEYS_FRESH("12.4.2", CheckStatus.ENFORCED, "a key of the path is already in the tree"),
    /// Refuses if the new leaf's parent hash is not that of the new path.
    PATH_PARENT_HASH("7.9.2", CheckStatus.ENFORCED, "the new leaf's parent hash is not that of the new path"),
    /// Refuses if the group takes no external Commits.
    EXTERNAL_COMMIT_ALLOWED("12.4.3.2", CheckStatus.ENFORCED, "the group takes no external Commits"),
    /// Refuses if an external Commit covers a proposal by reference.
    EXTERNAL_COMMIT_BY_VALUE("12.4.3.2", CheckStatus.ENFORCED, "an external Commit covers a proposal by reference"),
    /// Refuses if an external Commit covers something else than it may.
    EXTERNAL_COMMIT_LIST("12.2", CheckStatus.ENFORCED, "an external Commit covers something else than it may"),
    /// Refuses if the joiner would remove somebody else.
    EXTERNAL_COMMIT_REMOVE("12.2", CheckStatus.ENFORCED, "the joiner would remove somebody else"),
    /// Refuses if the GroupInfo has another GroupContext than the group.
    GROUP_INFO_CONTEXT("12.4.3", CheckStatus.ENFORCED, "the GroupInfo has another GroupContext than the group"),
    /// Refuses if the GroupInfo has another confirmation tag than the Commit.
    GROUP_INFO_TAG("12.4.3", CheckStatus.ENFORCED, "the GroupInfo has another confirmation tag than the Commit"),
    /// Refuses if the GroupInfo's signer is no member.
    GROUP_INFO_SIGNER("12.4.3.1", CheckStatus.ENFORCED, "the GroupInfo's signer is no member"),
    /// Refuses if the signature of the GroupInfo is not valid.
    GROUP_INFO_SIGNATURE("12.4.3.1", CheckStatus.ENFORCED, "the signature of the GroupInfo is not valid"),
    /// Refuses if the GroupInfo's tree is not the group's, or it has none and none is known.
    GROUP_INFO_TREE(
            "12.4.3.3",
            CheckStatus.ENFORCED,
            "the GroupInfo's tree is not the group's, or it has none and none is known"),
    /// Refuses if external_pub is no key of the suite.
    GROUP_INFO_EXTERNAL_PUB("12.4.3.2", CheckStatus.ENFORCED, "external_pub is no key of the suite"),
    /// Refuses if the Welcome is for another cipher suite.
    WELCOME_SUITE("12.4.3.1", CheckStatus.ENFORCED, "the Welcome is for another cipher suite"),
    /// Refuses if the Welcomes are not for exactly the clients that the Commit adds.
    WELCOME_MEMBERS(
            "12.4.3.1", CheckStatus.ENFORCED, "the Welcomes are not for exactly the clients that the Commit adds"),
    /// Refuses if a Welcome can not hold what the Commit makes it hold or comes with no output of the suite's KEM.
    WELCOME_FORM(
            "12.4.3.1",
            CheckStatus.ENFORCED,
            "a Welcome can not hold what the Commit makes it hold or comes with no output of the suite's KEM"),
    /// Refuses if the signature of a member's report is not valid.
    REPORT_SIGNATURE("5.1.2", CheckStatus.ENFORCED, "the signature of a member's report is not valid"),
    /// Refuses if the membership tag is wrong.
    MEMBERSHIP_TAG("6.2", CheckStatus.MEMBERS_DUTY, "the membership tag is wrong"),
    /// Refuses if the confirmation tag is wrong.
    CONFIRMATION_TAG("6.1", CheckStatus.MEMBERS_DUTY, "the confirmation tag is wrong"),
    /// Refuses if a path secret does not derive the published key.
    PATH_SECRETS("7.5", CheckStatus.MEMBERS_DUTY, "a path secret does not derive the published key"),
    /// Refuses if external_pub is not derived from the epoch's secret.
    EXTERNAL_PUB_DERIVED("8", CheckStatus.MEMBERS_DUTY, "external_pub is not derived from the epoch's secret"),
    /// Refuses if the pre-shared key is unknown to a member.
    PSK_KNOWN("8.4", CheckStatus.MEMBERS_DUTY, "the pre-shared key is unknown to a member"),
    /// Refuses if the Welcome does not open or holds other secrets.
    WELCOME_SECRETS("12.4.3.1", CheckStatus.MEMBERS_DUTY, "the Welcome does not open or holds other secrets"),
    /// Refuses if the successor of a closed group is not what the ReInit says.
    SUCCESSOR_MATCHES("11.2", CheckStatus.MEMBERS_DUTY, "the successor of a closed group is not what the ReInit says"),
    /// Refuses if the content of a PrivateMessage is wrong.
    PRIVATE_CONTENT("6.3", CheckStatus.MEMBERS_DUTY, "the content of a PrivateMessage is wrong"),
    /// Refuses if the credential does not prove the identity.
    CREDENTIAL_VALID("5.3.1", CheckStatus.APPLICATIONS_POLICY, "the credential does not prove the identity"),
    /// Refuses if the new credential is no successor of the old one.
    CREDENTIAL_SUCCESSOR("5.3.1", CheckStatus.APPLICATIONS_POLICY, "the new credential is no successor of the old one"),
    /// Refuses if a component's data or update is wrong, or a member lacks a required component.
    COMPONENT_DATA(
            "draft-ietf-mls-extensions application components",
            CheckStatus.APPLICATIONS_POLICY,
            "a component's data or update is wrong, or a member lacks a required component"),
    /// Refuses if the sender may not do this in this group.
    SENDER_AUTHORISED("12.4", CheckStatus.APPLICATIONS_POLICY, "the sender may not do this in this group"),
    /// Refuses if the KeyPackage or its init key was used before.
    KEY_PACKAGE_REUSED("10", CheckStatus.APPLICATIONS_POLICY, "the KeyPackage or its init key was used before");

    private final String section;
    private final CheckStatus status;
    private final String reason;

    CheckId(String section, CheckStatus status, String reason) {
        this.section = section;
        this.status = status;
        this.reason = reason;
    }

    /// The stable id, such as `message-epoch`.
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The section of RFC 9420 as a number, or the name of the draft and what it defines.
    public String section() {
        return section;
    }

    /// Where the rule is written, as a reader would look it up.
    public String reference() {
        return Character.isDigit(section.charAt(0)) ? "RFC 9420 §" + section : section;
    }

    /// Who checks it.
    public CheckStatus status() {
        return status;
    }

    /// What is wrong when the check fails.
    public String reason() {
        return reason;
    }

    /// A refusal by this check, to be thrown.
    public RefusedException refuse(String detail) {
        return new RefusedException(new Refusal(this, detail));
    }

    /// Refuses unless the condition holds.
    public void require(boolean condition, String detail) {
        if (!condition) {
            throw refuse(detail);
        }
    }

    /// The same where a detail would take long to write down, which is only done for a refusal.
    ///
    /// @param subject what the detail ends with
    public void require(boolean condition, String detail, Object subject) {
        if (!condition) {
            throw refuse(detail + subject);
        }
    }
}
