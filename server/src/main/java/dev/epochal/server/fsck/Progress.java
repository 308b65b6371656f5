package dev.epochal.server.fsck;

/// Is told how far a check has come.
public interface Progress {
    /// @param events how many events have been judged
    /// @param offsets how many offsets of the log are behind them
    /// @param ofOffsets how many there are
    void reached(long events, long offsets, long ofOffsets);
}
