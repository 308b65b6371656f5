package dev.epochal.projections.checkpoint;

import com.google.protobuf.ByteString;
import java.util.Optional;

/// What was signed of each log: the memory that keeps a signer from going back. Several signers may share it.
public interface SignedLogs {
    /// What was signed of a log last.
    Optional<SignedLog> read(ByteString logId);

    /// Replaces what was signed, if it still is what the caller has read. Durable when it returns.
    ///
    /// @param expected what the caller has read; empty if there was nothing
    /// @return whether it was replaced
    boolean replace(Optional<SignedLog> expected, SignedLog next);
}
