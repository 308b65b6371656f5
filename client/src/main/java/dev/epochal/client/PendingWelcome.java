package dev.epochal.client;

/// A Welcome that waits for the caller's client.
///
/// @param id what to acknowledge it with
/// @param groupId the group that the client was added to
/// @param epoch the epoch that it joins
/// @param seq the seq of the Commit that added it; its events begin one later
/// @param keyPackageRef the KeyPackage that was used
/// @param welcome MLSMessage(mls_welcome) with the secrets for this client only
public record PendingWelcome(String id, Octets groupId, long epoch, long seq, Octets keyPackageRef, Octets welcome) {}
