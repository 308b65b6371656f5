package dev.epochal.server.audit;

import dev.epochal.schema.history.SignedNote;
import dev.epochal.schema.history.WitnessKey;
import dev.epochal.schema.history.WitnessKey.Word;
import java.util.List;
import java.util.Optional;

/// The witnesses whose keys an auditor knows. What others have signed counts for nothing.
///
/// @param keys by which their cosignatures are verified
/// @param kept what they have cosigned of the checkpoints that the auditor kept from before
public record Witnesses(List<WitnessKey> keys, List<Cosignature> kept) {
    /// No witness is known.
    public static final Witnesses NONE = new Witnesses(List.of(), List.of());

    /// Copies the lists.
    public Witnesses {
        keys = List.copyOf(keys);
        kept = List.copyOf(kept);
    }

    /// That a witness has found a tree consistent with all that it had seen of the log.
    ///
    /// @param witness its name
    /// @param size how many events the tree has
    /// @param atSeconds when, in seconds since 1970, by its own clock
    public record Cosignature(String witness, long size, long atSeconds) {}

    /// The first witness under whose name and key a line stands that it hasn't signed.
    public Optional<String> forged(SignedNote note) {
        return keys.stream()
                .filter(key -> key.on(note) instanceof Word.Wrong)
                .map(WitnessKey::name)
                .findFirst();
    }

    /// Who of them has cosigned the checkpoint in a note.
    ///
    /// @param size that the checkpoint tells
    public List<Cosignature> cosigned(SignedNote note, long size) {
        return keys.stream()
                .flatMap(key -> key.on(note) instanceof Word.Cosigned(long at)
                        ? Optional.of(new Cosignature(key.name(), size, at)).stream()
                        : Optional.<Cosignature>empty().stream())
                .toList();
    }
}
