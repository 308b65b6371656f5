package dev.epochal.client;

import java.time.Instant;
import java.util.List;

/// Something that concerns the caller's client.
public sealed interface InboxItem {
    /// The place behind it; keep it together with what the item changed.
    String cursor();

    /// The name of its kind, such as `welcome`.
    String type();

    /// Something that happened in a group.
    sealed interface OfGroup extends InboxItem {
        /// What each item of a group has.
        Header header();

        @Override
        default String cursor() {
            return header().cursor();
        }

        @Override
        default String type() {
            return header().type();
        }
    }

    /// What each item of a group has.
    ///
    /// @param cursor the place behind it
    /// @param type the name of its kind
    /// @param groupId the group
    /// @param seq the event's number in the group
    /// @param headSeq the seq of the newest event of the group that the client may read
    /// @param epoch the newest epoch of the group that the client may read of
    record Header(String cursor, String type, Octets groupId, long seq, long headSeq, long epoch) {}

    /// An event happened in a group of the client.
    ///
    /// @param header what each item of a group has
    /// @param event the event
    record Happened(Header header, GroupEvent event) implements OfGroup {}

    /// The client was added to a group. The events that it can read come next.
    ///
    /// @param header what each item of a group has
    /// @param welcome its Welcome
    record Welcomed(Header header, PendingWelcome welcome) implements OfGroup {}

    /// The client was removed from a group, which has no further items.
    ///
    /// @param header what each item of a group has
    /// @param event the Commit that removed it
    record Removed(Header header, GroupEvent event) implements OfGroup {}

    /// The client has few KeyPackages left: it is to publish more.
    ///
    /// @param cursor the place behind it
    /// @param type the name of its kind
    /// @param directorySeq the event of the user's directory that took them
    /// @param notedAt when
    /// @param stocks what was left then, by cipher suite
    record StockLow(String cursor, String type, long directorySeq, Instant notedAt, List<Stock> stocks)
            implements InboxItem {
        /// Copies the list.
        public StockLow {
            stocks = List.copyOf(stocks);
        }
    }

    /// What was left of a cipher suite.
    ///
    /// @param cipherSuite the cipher suite
    /// @param available how many could be claimed, those of last resort not counted
    /// @param lowWater from how many on the stock is not low
    record Stock(int cipherSuite, int available, int lowWater) {}

    /// An item of a kind that this version of the client does not know.
    ///
    /// @param cursor the place behind it
    /// @param type the name of its kind
    record Unrecognised(String cursor, String type) implements InboxItem {}
}
