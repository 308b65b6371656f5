package dev.epochal.processor.core;

/// The limits of the directory.
///
/// @param clientsOfUserMax clients of one user that were not removed
/// @param signatureKeysOfClientMax keys that one client signs with: one for each signature scheme is enough
/// @param keyPackageBytesMax an MLSMessage with a KeyPackage, in octets
/// @param keyPackagesOfPublishMax KeyPackages in one submission
/// @param keyPackagesOfClientMax KeyPackages of one client that can be claimed
/// @param lowWater below how many KeyPackages of a cipher suite a client's stock is called low; 0 never
/// @param claims how often a user's KeyPackages may be claimed
public record DirectoryLimits(
        int clientsOfUserMax,
        int signatureKeysOfClientMax,
        int keyPackageBytesMax,
        int keyPackagesOfPublishMax,
        int keyPackagesOfClientMax,
        int lowWater,
        ClaimQuota claims) {
    /// The low-water mark unless told otherwise.
    public static final int LOW_WATER = 10;

    private static final int KIB = 1_024;

    /// What a server has unless told otherwise.
    public static DirectoryLimits standard() {
        return new DirectoryLimits(100, 8, 16 * KIB, 100, 1_000, LOW_WATER, ClaimQuota.standard());
    }

    /// The same with other numbers of KeyPackages.
    public DirectoryLimits withKeyPackages(int ofPublishMax, int ofClientMax) {
        return new DirectoryLimits(
                clientsOfUserMax,
                signatureKeysOfClientMax,
                keyPackageBytesMax,
                ofPublishMax,
                ofClientMax,
                lowWater,
                claims);
    }

    /// The same with another number of clients.
    public DirectoryLimits withClientsOfUserMax(int clients) {
        return new DirectoryLimits(
                clients,
                signatureKeysOfClientMax,
                keyPackageBytesMax,
                keyPackagesOfPublishMax,
                keyPackagesOfClientMax,
                lowWater,
                claims);
    }

    /// The same with another low-water mark and other quotas.
    public DirectoryLimits withClaims(int lowWaterMark, ClaimQuota quota) {
        return new DirectoryLimits(
                clientsOfUserMax,
                signatureKeysOfClientMax,
                keyPackageBytesMax,
                keyPackagesOfPublishMax,
                keyPackagesOfClientMax,
                lowWaterMark,
                quota);
    }
}
