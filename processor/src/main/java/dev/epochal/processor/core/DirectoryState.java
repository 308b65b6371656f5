package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What the directory holds of one user after its newest event. Immutable; only [DirectoryEvolution] makes one that
/// isn't empty.
///
/// A KeyPackage is published once, then claimed once; there is no way back.
public final class DirectoryState {
    /// How many of its newest events a user's entry remembers, to answer repeated submissions.
    public static final int RECENT_MAX = 128;

    private static final int KEY_WEIGHT = 150;
    private static final int ENTRY_WEIGHT = 400;
    private static final int FIXED_WEIGHT = 1_024;

    private final String user;
    private final SortedMap<String, List<ListedKeyPackage>> stock;
    private final SeenKeys seen;
    private final List<Remembered> recent;

    /// @param stock what can be claimed of each client that ever published, oldest first
    /// @param recent the newest events, oldest first
    DirectoryState(
            String user, SortedMap<String, List<ListedKeyPackage>> stock, SeenKeys seen, List<Remembered> recent) {
        this.user = user;
        this.stock = stock;
        this.seen = seen;
        this.recent = recent;
    }

    /// An event and, if it was a claim, the KeyPackages that were claimed.
    record Remembered(DirectoryEvent event, List<ListedKeyPackage> claimed) {}

    /// A user of whom nothing has been heard.
    public static DirectoryState empty(String user) {
        return new DirectoryState(user, new TreeMap<>(), SeenKeys.NONE, List.of());
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
        long bytes = FIXED_WEIGHT + (long) KEY_WEIGHT * seen.size();
        for (List<ListedKeyPackage> ofClient : stock.values()) {
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

    SortedMap<String, List<ListedKeyPackage>> stock() {
        return stock;
    }

    SeenKeys seen() {
        return seen;
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

    /// The oldest KeyPackage of a client that can be claimed.
    Optional<ListedKeyPackage> oldest(String client, int cipherSuite, long nowSeconds) {
        return stock.getOrDefault(client, List.of()).stream()
                .filter(keyPackage -> keyPackage.cipherSuite() == cipherSuite && keyPackage.isInTime(nowSeconds))
                .findFirst();
    }

    /// How many KeyPackages of a client can be claimed, of whatever cipher suite.
    int available(String client, long nowSeconds) {
        return (int) stock.getOrDefault(client, List.of()).stream()
                .filter(keyPackage -> keyPackage.isInTime(nowSeconds))
                .count();
    }

    boolean hasSeen(ListedKeyPackage keyPackage) {
        return seen.contains(keyPackage.ref()) || seen.contains(keyPackage.initKey());
    }

    /// The memory with one more event.
    List<Remembered> recentWith(Remembered newest) {
        int from = Math.max(0, recent.size() + 1 - RECENT_MAX);
        List<Remembered> longer = new ArrayList<>(recent.subList(from, recent.size()));
        longer.add(newest);
        return List.copyOf(longer);
    }

    /// The claimable KeyPackage with a ref.
    Optional<ListedKeyPackage> inStock(String client, ByteString ref) {
        return stock.getOrDefault(client, List.of()).stream()
                .filter(keyPackage -> keyPackage.ref().equals(ref))
                .findFirst();
    }
}
