package dev.epochal.projections.read;

import dev.epochal.schema.record.Identity;

/// Builds identities from columns.
final class Identities {
    private Identities() {}

    static Identity of(String user, String client) {
        return Identity.newBuilder().setUser(user).setClient(client).build();
    }
}
