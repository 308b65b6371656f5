package dev.epochal.client;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The answers about KeyPackages (RFC 9420 §10).
public final class KeyPackages {
    private KeyPackages() {}

    /// KeyPackages were published.
    ///
    /// @param submission the submission's id
    /// @param seq the event of the user's directory
    /// @param refs the KeyPackageRefs, in the order of the request
    /// @param revoked the refs of those of last resort whose place was taken
    /// @param available how many the caller's client has in stock now, those of last resort not counted
    public record Published(UUID submission, long seq, List<Octets> refs, List<Octets> revoked, int available) {}

    /// How many KeyPackages a client has in stock.
    ///
    /// @param cipherSuite the cipher suite's number
    /// @param count how many are served once
    /// @param lastResort whether there is one of last resort beside them
    /// @param low whether it is time to publish more
    public record Stock(int cipherSuite, int count, boolean lastResort, boolean low) {}

    /// What KeyPackages are wanted: of a cipher suite, and of clients that support all of this.
    ///
    /// @param cipherSuite the cipher suite's number
    /// @param extensions extension types
    /// @param proposals proposal types
    /// @param credentials credential types
    public record Wanted(
            int cipherSuite, List<Integer> extensions, List<Integer> proposals, List<Integer> credentials) {
        /// Copies the lists.
        public Wanted {
            extensions = List.copyOf(extensions);
            proposals = List.copyOf(proposals);
            credentials = List.copyOf(credentials);
        }

        /// Of a cipher suite, whatever the client supports.
        public Wanted(int cipherSuite) {
            this(cipherSuite, List.of(), List.of(), List.of());
        }

        boolean isAnything() {
            return extensions.isEmpty() && proposals.isEmpty() && credentials.isEmpty();
        }
    }

    /// One KeyPackage for each client of a user, each served once.
    ///
    /// @param submission the submission's id
    /// @param user the user
    /// @param claimed what was served
    /// @param exhausted the clients of the user that had none left
    /// @param incapable the clients that had some, but none that fits
    public record Claimed(
            UUID submission,
            String user,
            List<ClaimedKeyPackage> claimed,
            List<String> exhausted,
            List<String> incapable) {}

    /// A KeyPackage that is now the caller's to use.
    ///
    /// @param client the client that published it
    /// @param ref its KeyPackageRef
    /// @param keyPackage MLSMessage(mls_key_package)
    /// @param lastResort whether it is the one of last resort, which others get too
    public record ClaimedKeyPackage(String client, Octets ref, Octets keyPackage, boolean lastResort) {}

    /// A KeyPackage and what has become of it.
    ///
    /// @param user its owner
    /// @param client its owner's client
    /// @param state published, claimed, consumed, revoked, superseded or expired
    /// @param publishedAt since when it is there
    /// @param keyPackage MLSMessage(mls_key_package)
    public record Status(String user, String client, String state, Instant publishedAt, Octets keyPackage) {}
}
