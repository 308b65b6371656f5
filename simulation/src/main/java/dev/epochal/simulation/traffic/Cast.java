package dev.epochal.simulation.traffic;

import dev.epochal.schema.record.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// The clients that take part in every world. Making keys takes long, so worlds share them; nothing of a client ever
/// changes.
public final class Cast {
    private static final int CLIENTS = 24;
    private static final int KEY_PACKAGES = 6;

    private final List<SigningClient> clients = new ArrayList<>();

    public Cast() {
        var random = new SplittableRandom(9420);
        for (int i = 0; i < CLIENTS; i++) {
            var identity = Identity.newBuilder()
                    .setUser("user-" + i / 2)
                    .setClient(i % 2 == 0 ? "phone" : "desk")
                    .build();
            clients.add(new SigningClient(identity, random, KEY_PACKAGES));
        }
    }

    /// Everybody, in an order that never changes.
    public List<SigningClient> clients() {
        return List.copyOf(clients);
    }
}
