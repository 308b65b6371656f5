package dev.epochal.projections.checkpoint;

import com.google.protobuf.ByteString;
import dev.epochal.schema.history.Checkpoint;
import dev.epochal.schema.history.NoteKey;
import dev.epochal.schema.history.NoteSigner;
import java.util.List;

/// The keys under which a service's logs are signed. While a key is replaced both sign, so that who knows the old one
/// learns to trust the new one.
///
/// @param service the name of the service, the first part of each log's origin
/// @param signers the key of today, then those that it replaces
public record LogKeys(String service, List<NoteSigner> signers) {
    /// @throws IllegalArgumentException if there is no key, or the name can't be part of a key's
    public LogKeys {
        signers = List.copyOf(signers);
        if (signers.isEmpty()) {
            throw new IllegalArgumentException("There must be a key");
        }
        signers.getFirst().key(service);
    }

    String origin(ByteString logId) {
        return Checkpoint.origin(service, logId);
    }

    /// What verifies a log's checkpoints, the newest first.
    List<NoteKey> of(String origin) {
        return signers.stream().map(signer -> signer.key(origin)).toList();
    }
}
