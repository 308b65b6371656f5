package dev.epochal.testkit;

import dev.epochal.client.Member;
import dev.epochal.client.Octets;

/// A decrypted application message whose signature was checked.
///
/// @param sender the member that sent it
/// @param epoch the epoch that it was sent in
/// @param content what was sent
public record OpenedMessage(Member sender, long epoch, Octets content) {
    /// The content as text.
    public String text() {
        return content.asUtf8();
    }
}
