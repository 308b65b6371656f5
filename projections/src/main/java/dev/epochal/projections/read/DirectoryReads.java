package dev.epochal.projections.read;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.Identity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the read model holds of the directory. Safe for use by several threads.
public interface DirectoryReads {
    /// The seq of the user's newest event; -1 if nothing has been heard of the user.
    long directorySeq(String user);

    /// The user's clients that were not removed, by name.
    List<ClientRow> clients(String user);

    /// The signature keys of those of the clients that have registered and were not removed.
    Map<Identity, List<ByteString>> signatureKeys(Collection<Identity> clients);

    /// What can be claimed of a client, by cipher suite; also of one that ran out.
    List<StockRow> stock(Identity client, long nowSeconds);

    /// What has become of a KeyPackage.
    Optional<KeyPackageRow> keyPackage(ByteString ref);

    /// A KeyPackage itself: MLSMessage(mls_key_package) exactly as it arrived.
    Optional<ByteString> keyPackageMessage(ByteString ref);

    /// The user's events from `fromSeq` on in order, at most `limit`.
    List<DirectoryEvent> directoryEvents(String user, long fromSeq, int limit);

    /// Users who have KeyPackages in stock whose lifetime is over, at most `limit`.
    List<String> usersWithExpired(long nowSeconds, int limit);

    /// What a client has left.
    ///
    /// @param count how many can be claimed once
    /// @param lastResort whether there is one of last resort
    /// @param low whether these are fewer than they should be
    record StockRow(int cipherSuite, int count, boolean lastResort, boolean low) {}

    /// A published KeyPackage. Times are milliseconds since 1970 unless a name says otherwise.
    ///
    /// @param notAfterSeconds end of its lifetime, unsigned
    /// @param claims how often it was claimed
    /// @param claim the claim, of one of last resort the newest; if there was one
    /// @param end why it can't be claimed any more though nobody has claimed it; if that is so
    /// @param group the group to which it was used to add its client; if that has happened
    record KeyPackageRow(
            ByteString ref,
            Identity owner,
            int cipherSuite,
            long notAfterSeconds,
            boolean lastResort,
            long publishedAt,
            int claims,
            Optional<Claim> claim,
            Optional<DirectoryEvent.BodyCase> end,
            Optional<ByteString> group) {}

    /// Who claimed, and when.
    record Claim(Identity by, long at) {}

    /// A registered client.
    ///
    /// @param registeredAt since when, in milliseconds since 1970
    /// @param changedAt since when it signs with these keys
    record ClientRow(String client, List<ByteString> signatureKeys, long registeredAt, long changedAt) {}
}
