package dev.epochal.mls.framing;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import java.util.Optional;

/// A `PublicMessage` (RFC 9420 §6.2): signed, not encrypted.
///
/// @param authenticated the message with its wire format and authentication data
/// @param membershipTag present for senders of type member only; an observer can't check it
public record PublicMessage(AuthenticatedContent authenticated, Optional<Octets> membershipTag) {
    /// Reads one PublicMessage from its wire format on.
    static PublicMessage parseFromWireFormat(Reader reader) {
        AuthenticatedContent authenticated = AuthenticatedContent.parse(reader);
        Optional<Octets> membershipTag = authenticated.content().sender() instanceof Sender.Member
                ? Optional.of(reader.opaque("PublicMessage.membership_tag"))
                : Optional.empty();
        return new PublicMessage(authenticated, membershipTag);
    }

    /// The message without what authenticates it.
    public FramedContent content() {
        return authenticated.content();
    }
}
