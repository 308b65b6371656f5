package dev.epochal.api.submission;

import dev.epochal.projections.read.GroupReads.GroupRow;
import dev.epochal.schema.record.Handshakes;

/// What the server vouches for in a group. Each answer about a group names it.
public final class Guarantee {
    /// Of what another Delivery Service had stored: the order is known, and nothing is verified.
    public static final String ORDER_KNOWN = "order-known";

    private Guarantee() {}

    /// `verified` where the handshakes can be seen and are checked; `ordered` where they are only brought into order.
    public static String of(boolean verified) {
        return verified ? "verified" : "ordered";
    }

    /// That of the group.
    public static String of(GroupRow row) {
        return of(row.handshakes() == Handshakes.HANDSHAKES_PUBLIC_VALUE);
    }
}
