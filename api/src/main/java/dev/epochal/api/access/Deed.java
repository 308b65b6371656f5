package dev.epochal.api.access;

import java.util.Set;

/// The kinds of things that can be asked of the server. Each endpoint is one of them.
public enum Deed {
    /// To see what everybody may see: how the server is, and what it offers.
    LOOK,
    /// To act as the client that the token names: on its own things, and in groups as far as their members and policies
    /// let it, which the decider judges.
    ACT,
    /// To read a group.
    READ,
    /// To read the whole history of a group, whoever was a member when.
    AUDIT,
    /// To operate the server.
    OPERATE;

    /// The scopes of which a token needs one; none means that no token is needed.
    public Set<Scope> scopes() {
        return switch (this) {
            case LOOK -> Set.of();
            case ACT -> Set.of(Scope.CLIENT);
            case READ -> Set.of(Scope.CLIENT, Scope.AUDITOR);
            case AUDIT -> Set.of(Scope.AUDITOR);
            case OPERATE -> Set.of(Scope.OPERATOR);
        };
    }
}
