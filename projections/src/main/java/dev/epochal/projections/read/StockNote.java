package dev.epochal.projections.read;

import java.util.List;

/// That a client has few KeyPackages left.
///
/// @param seq the event of its user's directory that took them
/// @param notedAt when, in milliseconds since 1970
/// @param stocks what is left, at most one for each cipher suite
public record StockNote(long seq, long notedAt, List<Stock> stocks) {
    /// Copies the list.
    public StockNote {
        stocks = List.copyOf(stocks);
    }

    /// What was left then of a cipher suite.
    ///
    /// @param cipherSuite the cipher suite
    /// @param available how many could be claimed, those of last resort not counted
    /// @param lowWater from how many on the stock is not low
    public record Stock(int cipherSuite, int available, int lowWater) {}
}
