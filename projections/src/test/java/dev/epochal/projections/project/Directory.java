package dev.epochal.projections.project;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.ClaimedKeyPackage;
import dev.epochal.schema.record.ClientRegistered;
import dev.epochal.schema.record.ClientRemoved;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.KeyPackagesClaimed;
import dev.epochal.schema.record.KeyPackagesPublished;
import dev.epochal.schema.record.LowStock;
import dev.epochal.schema.record.PublishedKeyPackage;
import dev.epochal.schema.record.WelcomeAcknowledged;
import java.util.List;
import java.util.stream.Stream;

/// Tells the directory events of one user.
public final class Directory {
    private final String user;
    private long seq;

    public Directory(String user) {
        this.user = user;
    }

    public DirectoryEvent published(String client, long notAfter, String... refs) {
        return published(client, notAfter, false, refs);
    }

    public DirectoryEvent publishedLastResort(String client, long notAfter, String ref) {
        return published(client, notAfter, true, ref);
    }

    private DirectoryEvent published(String client, long notAfter, boolean lastResort, String... refs) {
        var body = KeyPackagesPublished.newBuilder().setClient(client);
        for (String ref : refs) {
            body.addKeyPackages(PublishedKeyPackage.newBuilder()
                    .setRef(History.octets(ref))
                    .setCipherSuite(3)
                    .setNotAfter(notAfter)
                    .setLastResort(lastResort)
                    .setInitKey(History.octets("init key " + ref))
                    .setEncryptionKey(History.octets("encryption key " + ref))
                    .setKeyPackage(History.octets("KeyPackage " + ref)));
        }
        return next(History.identity(user, client), DirectoryEvent.newBuilder().setKeyPackagesPublished(body));
    }

    public LowStock low(String client, int cipherSuite, int available, int lowWater) {
        return LowStock.newBuilder()
                .setClient(client)
                .setCipherSuite(cipherSuite)
                .setAvailable(available)
                .setLowWater(lowWater)
                .build();
    }

    public DirectoryEvent claimed(Identity by, String client, String ref, LowStock... low) {
        return next(
                by,
                DirectoryEvent.newBuilder()
                        .setKeyPackagesClaimed(KeyPackagesClaimed.newBuilder()
                                .setCipherSuite(3)
                                .addAllLow(List.of(low))
                                .addClaimed(ClaimedKeyPackage.newBuilder()
                                        .setClient(client)
                                        .setRef(History.octets(ref)))));
    }

    public DirectoryEvent registered(String client, List<String> signatureKeys, String... revoked) {
        var body = ClientRegistered.newBuilder().setClient(client);
        signatureKeys.forEach(key -> body.addSignatureKeys(History.octets(key)));
        Stream.of(revoked).map(History::octets).forEach(body::addRevoked);
        return next(History.identity(user, client), DirectoryEvent.newBuilder().setClientRegistered(body));
    }

    public DirectoryEvent removed(String by, String client, String... revoked) {
        var body = ClientRemoved.newBuilder().setClient(client);
        Stream.of(revoked).map(History::octets).forEach(body::addRevoked);
        return next(History.identity(user, by), DirectoryEvent.newBuilder().setClientRemoved(body));
    }

    public DirectoryEvent acknowledged(String client, ByteString welcomeId) {
        return next(
                History.identity(user, client),
                DirectoryEvent.newBuilder()
                        .setWelcomeAcknowledged(WelcomeAcknowledged.newBuilder().setWelcomeId(welcomeId)));
    }

    private DirectoryEvent next(Identity by, DirectoryEvent.Builder body) {
        return body.setUser(user)
                .setSeq(seq)
                .setAcceptedAtMs(2_000 + seq)
                .setSubmittedBy(by)
                .setIdempotencyKey(History.octets32("key " + seq))
                .setBodyDigest(History.octets32("digest " + seq++))
                .build();
    }
}
