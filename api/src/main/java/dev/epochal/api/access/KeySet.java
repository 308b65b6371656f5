package dev.epochal.api.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/// The keys of a JWK Set (RFC 7517) that tokens can be signed with. What is not plainly such a key is passed over, as
/// RFC 7517 §5 asks: a secret, a private key, a key to encrypt with, another curve, a weak or a costly RSA key.
record KeySet(Map<Name, PublicKey> keys) {
    static final KeySet EMPTY = new KeySet(Map.of());

    private static final int KEYS_MAX = 64;
    private static final int COORDINATE_OCTETS = 32;
    private static final int MODULUS_OCTETS_MIN = 256;
    private static final int MODULUS_OCTETS_MAX = 512;
    private static final int EXPONENT_OCTETS_MAX = 4;

    /// What a key is found by: so a key is never used with an algorithm of another kind.
    record Name(SignatureAlgorithm algorithm, String kid) {}

    KeySet {
        keys = Map.copyOf(keys);
    }

    /// The keys of a document; empty if it is no JWK Set.
    static Optional<KeySet> parse(byte[] document) {
        return Json.parseObject(document)
                .map(set -> set.path("keys"))
                .filter(list -> list.isArray() && list.size() <= KEYS_MAX)
                .map(KeySet::read);
    }

    /// The key of this name. Without a `kid` there is an answer only if just one key can be meant.
    Optional<PublicKey> find(SignatureAlgorithm algorithm, Optional<String> kid) {
        if (kid.isPresent()) {
            return Optional.ofNullable(keys.get(new Name(algorithm, kid.get())));
        }
        var candidates = keys.entrySet().stream()
                .filter(entry -> entry.getKey().algorithm() == algorithm)
                .map(Map.Entry::getValue)
                .toList();
        return candidates.size() == 1 ? Optional.of(candidates.getFirst()) : Optional.empty();
    }

    /// Two keys of one name make each of them ambiguous.
    private static KeySet read(JsonNode list) {
        var keys = new HashMap<Name, PublicKey>();
        var ambiguous = new HashSet<Name>();
        for (var jwk : list) {
            var algorithm = algorithm(jwk);
            var key = algorithm.flatMap(_ -> key(jwk));
            if (key.isPresent()) {
                var name = new Name(algorithm.get(), jwk.path("kid").asText(""));
                if (keys.put(name, key.get()) != null) {
                    ambiguous.add(name);
                }
            }
        }
        keys.keySet().removeAll(ambiguous);
        return new KeySet(keys);
    }

    /// The one algorithm that the key is for; empty if it is for none that is believed here.
    private static Optional<SignatureAlgorithm> algorithm(JsonNode jwk) {
        var kind = jwk.path("kty").asText("") + " " + jwk.path("crv").asText("");
        var algorithm = switch (kind) {
            case "OKP Ed25519" -> SignatureAlgorithm.EDDSA;
            case "EC P-256" -> SignatureAlgorithm.ES256;
            case "RSA " -> SignatureAlgorithm.RS256;
            default -> null;
        };
        return Optional.ofNullable(algorithm).filter(found -> isToVerify(jwk, found));
    }

    private static boolean isToVerify(JsonNode jwk, SignatureAlgorithm algorithm) {
        var operations = jwk.path("key_ops");
        boolean verifies = operations.isMissingNode();
        for (var operation : operations) {
            verifies |= operation.asText("").equals("verify");
        }
        return verifies
                && !jwk.has("d")
                && jwk.path("use").asText("sig").equals("sig")
                && jwk.path("alg").asText(algorithm.identifier()).equals(algorithm.identifier());
    }

    /// The key itself, from its own members only: a certificate beside them says nothing here.
    private static Optional<PublicKey> key(JsonNode jwk) {
        var members = new HashMap<String, Object>();
        boolean isSound = switch (jwk.path("kty").asText()) {
            case "OKP" -> copy(jwk, members, "x", COORDINATE_OCTETS, COORDINATE_OCTETS);
            case "EC" ->
                copy(jwk, members, "x", COORDINATE_OCTETS, COORDINATE_OCTETS)
                        && copy(jwk, members, "y", COORDINATE_OCTETS, COORDINATE_OCTETS);
            default ->
                copy(jwk, members, "n", MODULUS_OCTETS_MIN, MODULUS_OCTETS_MAX)
                        && copy(jwk, members, "e", 1, EXPONENT_OCTETS_MAX);
        };
        if (!isSound) {
            return Optional.empty();
        }
        members.put("kty", jwk.path("kty").asText());
        if (jwk.has("crv")) {
            members.put("crv", jwk.path("crv").asText());
        }
        try {
            return Optional.of(PublicJsonWebKey.Factory.newPublicJwk(members).getPublicKey());
        } catch (JoseException _) {
            return Optional.empty();
        }
    }

    private static boolean copy(JsonNode jwk, Map<String, Object> members, String name, int min, int max) {
        var text = jwk.path(name).asText("");
        members.put(name, text);
        return Base64Url.decode(text)
                .filter(octets -> octets.size() >= min && octets.size() <= max)
                .isPresent();
    }
}
