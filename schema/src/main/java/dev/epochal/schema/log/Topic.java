package dev.epochal.schema.log;

import java.time.Duration;
import java.util.Optional;

/// The topics of the log, with what their records are keyed by and how long they are kept.
public enum Topic {
    /// What clients asked of groups; key: group id.
    GROUP_COMMANDS("mls.group.commands", Optional.of(Duration.ofDays(7))),
    /// What happened in groups; key: group id. The ground truth, kept for ever.
    GROUP_EVENTS("mls.group.events", Optional.empty()),
    /// The keys of groups' payloads that are left; key: group id. Each key's newest record counts and is kept for ever.
    PAYLOAD_KEYS("mls.payload.keys", Optional.empty()),
    /// What clients asked of the directory; key: user.
    DIRECTORY_COMMANDS("mls.directory.commands", Optional.of(Duration.ofDays(7))),
    /// What happened in the directory; key: user. The ground truth, kept for ever.
    DIRECTORY_EVENTS("mls.directory.events", Optional.empty()),
    /// What other Delivery Services had stored of groups; key: group id. Kept for ever.
    IMPORTED_EVENTS("mls.imported.events", Optional.empty()),
    /// The answer to each command; key: submission id, on the partition that the command names.
    VERDICTS("mls.verdicts", Optional.of(Duration.ofHours(1))),
    /// Commands that made the decider fail, with the stack trace; key: that of the command.
    DEAD_LETTERS("mls.dead-letters", Optional.of(Duration.ofDays(30)));

    private final String topicName;
    private final Optional<Duration> retention;

    Topic(String topicName, Optional<Duration> retention) {
        this.topicName = topicName;
        this.retention = retention;
    }

    /// The topic's name on the broker.
    public String topicName() {
        return topicName;
    }

    /// Whether the broker drops a record once a newer one of the same key stands behind it.
    public boolean isCompacted() {
        return this == PAYLOAD_KEYS;
    }

    /// How long records are kept; empty means for ever.
    public Optional<Duration> retention() {
        return retention;
    }
}
