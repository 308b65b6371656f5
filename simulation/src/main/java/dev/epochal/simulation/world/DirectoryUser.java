package dev.epochal.simulation.world;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.ClaimKeyPackages;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.PublishKeyPackages;
import dev.epochal.schema.record.RegisterClient;
import dev.epochal.simulation.history.DirectoryRequest;
import dev.epochal.simulation.traffic.SigningClient;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Somebody who uses the directory: it publishes KeyPackages for the owners, claims those of others, and asks again.
final class DirectoryUser {
    private static final int SUITE = 1;
    private static final int PATIENCE_TO_RESOLVE = 20;

    private final Parts parts;
    private final List<SigningClient> owners;
    private final Identity self;
    private final SplittableRandom random;
    private final Envelopes envelopes;
    private final Api api;
    private final List<DirectoryRequest> mine = new ArrayList<>();

    /// @param owners whose KeyPackages are published and claimed
    DirectoryUser(Parts parts, List<SigningClient> owners, String name) {
        this.parts = parts;
        this.owners = List.copyOf(owners);
        this.self = Identity.newBuilder().setUser(name).setClient("phone").build();
        this.random = parts.schedule().random().split();
        this.envelopes = new Envelopes(random, parts.flaws());
        this.api = new Api(parts);
    }

    /// Makes so many requests.
    void run(int requests) {
        for (int i = 0; i < requests; i++) {
            parts.schedule().pause(random.nextLong(parts.plan().pause() * Parts.MILLI));
            submit(mine.isEmpty() || random.nextInt(5) > 0 ? request() : repetition());
        }
    }

    /// Asks again for everything that it doesn't know the outcome of.
    void resolve() {
        for (var request : List.copyOf(mine)) {
            for (int i = 0; i < PATIENCE_TO_RESOLVE && request.answer().isEmpty(); i++) {
                submit(envelopes.again(request.command())).answer().ifPresent(request::end);
            }
        }
    }

    private DirectoryCommand repetition() {
        return envelopes.again(mine.get(random.nextInt(mine.size())).command());
    }

    private DirectoryCommand request() {
        var owner = owners.get(random.nextInt(owners.size()));
        var user = owner.identity().getUser();
        return switch (random.nextInt(6)) {
            case 0 -> envelopes.of(user, owner.identity(), registration(owner));
            case 1, 2 -> envelopes.of(user, owner.identity(), publication(owner));
            default ->
                envelopes.of(
                        user,
                        self,
                        DirectoryCommand.newBuilder()
                                .setClaimKeyPackages(
                                        ClaimKeyPackages.newBuilder().setCipherSuite(SUITE)));
        };
    }

    private static DirectoryCommand.Builder registration(SigningClient owner) {
        return DirectoryCommand.newBuilder()
                .setRegisterClient(RegisterClient.newBuilder()
                        .setClient(owner.identity().getClient())
                        .addSignatureKeys(owner.signatureKey()));
    }

    /// One or two that may have been published already.
    private DirectoryCommand.Builder publication(SigningClient owner) {
        List<ByteString> messages = owner.keyPackageMessages();
        int from = random.nextInt(messages.size());
        int to = Math.min(messages.size(), from + 1 + random.nextInt(2));
        return DirectoryCommand.newBuilder()
                .setPublishKeyPackages(PublishKeyPackages.newBuilder().addAllKeyPackages(messages.subList(from, to)));
    }

    private DirectoryRequest submit(DirectoryCommand command) {
        var request = parts.record().invoke(command);
        mine.add(request);
        api.submit(command).ifPresent(request::end);
        return request;
    }
}
