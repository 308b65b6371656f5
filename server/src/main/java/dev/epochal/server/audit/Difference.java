package dev.epochal.server.audit;

/// The first thing that is wrong with a history: nothing behind it can be judged.
///
/// @param flaw what
/// @param line where in the export, from 1
/// @param seq of which event; -1 if it is of none
/// @param detail a sentence for a person
/// @param stated what the export says, in base64url where it is octets; may be empty
/// @param derived what follows instead; may be empty
public record Difference(Flaw flaw, long line, long seq, String detail, String stated, String derived) {
    /// In one line.
    public String text() {
        return flaw.text() + ": line " + line + (seq < 0 ? "" : ", event " + seq) + ": " + detail
                + (stated.isEmpty() && derived.isEmpty() ? "" : "; stated " + stated + ", derived " + derived);
    }
}
