package dev.epochal.testkit;

import dev.epochal.client.CommitBundle;
import org.bouncycastle.mls.protocol.Group;

/// A Commit that was made and not merged: the group stays in its epoch until it is known to have won.
public final class StagedCommit {
    private final CommitBundle bundle;
    private final long epoch;
    private final Group next;

    StagedCommit(CommitBundle bundle, long epoch, Group next) {
        this.bundle = bundle;
        this.epoch = epoch;
        this.next = next;
    }

    /// What is to be submitted.
    public CommitBundle bundle() {
        return bundle;
    }

    /// The epoch that it would end.
    public long epoch() {
        return epoch;
    }

    Group next() {
        return next;
    }
}
