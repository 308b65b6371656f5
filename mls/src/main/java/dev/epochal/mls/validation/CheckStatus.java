package dev.epochal.mls.validation;

/// Who can and does check a rule.
public enum CheckStatus {
    /// This module checks it.
    ENFORCED,
    /// It takes the group's secrets: only members can check it.
    MEMBERS_DUTY,
    /// The RFC leaves it to the application.
    APPLICATIONS_POLICY
}
