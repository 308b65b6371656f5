package dev.epochal.api.access;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.Identity;

/// Who may do what: the one rule, for a caller, a deed and, where there is one, a group. Whoever is not permitted is
/// told the same as if the group did not exist.
///
/// | | look | act | read a group | audit a group | operate |
/// |---|---|---|---|---|---|
/// | anybody | yes | | | | |
/// | client | yes | as itself | its own groups | | |
/// | auditor | yes | | those of its token | those of its token | |
/// | operator | yes | | | | yes |
///
/// What a client submits to a group is judged a second time, on the log: there it is certain who is a member.
///
/// @param memberships tells who is in a group
public record AccessRule(Memberships memberships) {
    /// Who is in which group.
    @FunctionalInterface
    public interface Memberships {
        /// Whether the client has a leaf in the group.
        boolean isMember(ByteString groupId, Identity client);
    }

    /// Whether the token allows the deed at all, whatever it is done to.
    public static boolean admits(Caller caller, Deed deed) {
        return deed.scopes().isEmpty() || caller.hasAny(deed.scopes());
    }

    /// Whether the caller may do it to this group.
    public boolean permits(Caller caller, Deed deed, ByteString groupId) {
        return admits(caller, deed)
                && switch (deed) {
                    case LOOK, OPERATE -> false;
                    case ACT -> isMember(caller, groupId);
                    case AUDIT -> caller.audits(groupId);
                    case READ -> caller.audits(groupId) || isMember(caller, groupId);
                };
    }

    private boolean isMember(Caller caller, ByteString groupId) {
        return caller.scopes().contains(Scope.CLIENT) && memberships.isMember(groupId, caller.identity());
    }
}
