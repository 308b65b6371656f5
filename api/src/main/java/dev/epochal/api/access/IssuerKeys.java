package dev.epochal.api.access;

import dev.epochal.api.problem.ProblemException;
import java.security.Key;
import java.util.Optional;

/// The keys of an issuer. Where they come from was decided when the server was started; no token can add to it.
/// Thread-safe.
@FunctionalInterface
public interface IssuerKeys {
    /// The key that a token says it is signed with.
    ///
    /// @param algorithm the token's algorithm, which the issuer is known to use
    /// @param kid the token's word for the key, compared and nothing else; empty if it has none
    /// @return empty if the issuer has no such key
    /// @throws ProblemException if it can't be told now whether it has one
    Optional<Key> find(SignatureAlgorithm algorithm, Optional<String> kid);
}
