package dev.epochal.processor.core;

import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What the directory holds of one user after its newest event. Immutable; only [DirectoryEvolution] makes one that
/// isn't empty.
///
/// A KeyPackage is published once. Then it is claimed once, or revoked, or its lifetime ends; there is no way back. One
/// of last resort is claimed again and again.
public final class DirectoryState {
    /// How many of its newest events a user's entry remembers, to answer repeated submissions.
    public static final int RECENT_MAX = 128;

    /// How many of the newest claims a user's entry remembers, to keep the quotas.
    public static final int CLAIMS_MAX = Claims.MAX;

    private static final int KEY_WEIGHT = 150;
    private static final int CLAIM_WEIGHT = 40;
    private static final int ENTRY_WEIGHT = 400;
    private static final int FIXED_WEIGHT = 1_024;

    private final String user;
    private final Holdings holdings;
    private final List<Remembered> recent;

    /// @param recent the newest events, oldest first
    DirectoryState(String user, Holdings holdings, List<Remembered> recent) {
        this.user = user;
        this.holdings = holdings;
        this.recent = recent;
    }

    /// An event and, if it was a claim, the KeyPackages that were claimed.
    record Remembered(DirectoryEvent event, List<ListedKeyPackage> claimed) {}

    /// A user of whom nothing has been heard.
    public static DirectoryState empty(String user) {
        return new DirectoryState(user, Holdings.NONE, List.of());
    }

    /// The user.
    public String user() {
        return user;
    }

    /// The seq of the newest event; -1 if there is none.
    public long seq() {
        return recent.isEmpty() ? -1 : recent.getLast().event().getSeq();
    }

    /// Where the newest event's command stands: commands of the same partition up to there have been decided. Before
    /// every record if there is no event.
    public Position lastCommand() {
        return recent.isEmpty()
                ? Position.newBuilder().setPartition(-1).setOffset(-1).build()
                : recent.getLast().event().getCommand();
    }

    /// Whether the memory holds every event, so that no repeated submission can be older than it.
    public boolean recallsEverySubmission() {
        return recent.isEmpty() || recent.getFirst().event().getSeq() == 0;
    }

    /// About how many octets of memory the state takes.
    public long weight() {
        long bytes = FIXED_WEIGHT
                + (long) KEY_WEIGHT
                        * (holdings.seen().size() + holdings.clients().size())
                + (long) CLAIM_WEIGHT * holdings.claims().list().size();
        for (List<ListedKeyPackage> ofClient : holdings.stock().values()) {
            bytes += weight(ofClient);
        }
        for (Remembered remembered : recent) {
            bytes += ENTRY_WEIGHT + 2L * remembered.event().getSerializedSize() + weight(remembered.claimed());
        }
        return bytes;
    }

    private static long weight(List<ListedKeyPackage> keyPackages) {
        long bytes = 0;
        for (ListedKeyPackage keyPackage : keyPackages) {
            bytes += ENTRY_WEIGHT + keyPackage.message().size();
        }
        return bytes;
    }

    Holdings holdings() {
        return holdings;
    }

    List<Remembered> recent() {
        return recent;
    }

    /// The newest remembered event that fits.
    Optional<Remembered> find(Predicate<DirectoryEvent> wanted) {
        return recent.reversed().stream()
                .filter(remembered -> wanted.test(remembered.event()))
                .findFirst();
    }

    /// How many KeyPackages of a client can be claimed once, of whatever cipher suite.
    int available(String client, long nowSeconds) {
        return (int) holdings.stockOf(client).stream()
                .filter(keyPackage -> !keyPackage.lastResort() && keyPackage.isInTime(nowSeconds))
                .count();
    }

    /// The memory with one more event.
    List<Remembered> recentWith(Remembered newest) {
        int from = Math.max(0, recent.size() + 1 - RECENT_MAX);
        List<Remembered> longer = new ArrayList<>(recent.subList(from, recent.size()));
        longer.add(newest);
        return List.copyOf(longer);
    }
}
