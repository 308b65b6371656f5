package dev.epochal.projections.project;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.ClaimedKeyPackage;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.KeyPackagesClaimed;
import dev.epochal.schema.record.KeyPackagesPublished;
import dev.epochal.schema.record.PublishedKeyPackage;
import dev.epochal.schema.record.WelcomeAcknowledged;

/// Tells the directory events of one user.
public final class Directory {
    private final String user;
    private long seq;

    public Directory(String user) {
        this.user = user;
    }

    public DirectoryEvent published(String client, long notAfter, String... refs) {
        var body = KeyPackagesPublished.newBuilder().setClient(client);
        for (String ref : refs) {
            body.addKeyPackages(PublishedKeyPackage.newBuilder()
                    .setRef(History.octets(ref))
                    .setCipherSuite(3)
                    .setNotAfter(notAfter)
                    .setKeyPackage(History.octets("KeyPackage " + ref)));
        }
        return next(History.identity(user, client), DirectoryEvent.newBuilder().setKeyPackagesPublished(body));
    }

    public DirectoryEvent claimed(Identity by, String client, String ref) {
        return next(
                by,
                DirectoryEvent.newBuilder()
                        .setKeyPackagesClaimed(KeyPackagesClaimed.newBuilder()
                                .setCipherSuite(3)
                                .addClaimed(ClaimedKeyPackage.newBuilder()
                                        .setClient(client)
                                        .setRef(History.octets(ref)))));
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
