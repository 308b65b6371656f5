package dev.epochal.api.access;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.Identity;
import java.util.Set;

/// Who calls, as a verified token says.
///
/// @param identity the client
/// @param scopes what the token allows
/// @param audited the groups whose history an auditor may read
/// @param expiresAtSecond until when the token is taken, in seconds since 1970
public record Caller(Identity identity, Set<Scope> scopes, Set<ByteString> audited, long expiresAtSecond) {
    /// Whether the token has one of these scopes.
    public boolean hasAny(Set<Scope> wanted) {
        return wanted.stream().anyMatch(scopes::contains);
    }

    /// Whether the caller may read the group without being a member.
    public boolean audits(ByteString groupId) {
        return scopes.contains(Scope.AUDITOR) && audited.contains(groupId);
    }
}
