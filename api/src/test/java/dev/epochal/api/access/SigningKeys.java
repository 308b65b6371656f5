package dev.epochal.api.access;

import java.security.Key;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/// A key that an issuer signs with, and what it publishes of it.
record SigningKeys(SignatureAlgorithm algorithm, String kid, PublicJsonWebKey jwk) {
    static SigningKeys make(SignatureAlgorithm algorithm, String kid) {
        try {
            var jwk = switch (algorithm) {
                case EDDSA -> OkpJwkGenerator.generateJwk("Ed25519");
                case ES256 -> EcJwkGenerator.generateJwk(EllipticCurves.P256);
                case RS256 -> RsaJwkGenerator.generateJwk(2048);
                case HS256 -> throw new IllegalArgumentException("A secret is not published");
            };
            return new SigningKeys(algorithm, kid, jwk);
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }

    /// The key as a member of a JWK Set.
    Map<String, Object> published() {
        var members = new TreeMap<>(jwk.toParams(OutputControlLevel.PUBLIC_ONLY));
        members.put("kid", kid);
        return members;
    }

    /// The JWK Set that publishes these keys.
    static String set(SigningKeys... keys) {
        return setOf(List.of(keys).stream().map(SigningKeys::published).toList());
    }

    static String setOf(List<Map<String, Object>> members) {
        return JsonUtil.toJson(Map.of("keys", members));
    }

    /// A token with this payload, signed with the key.
    String sign(String payload) {
        return sign(algorithm.identifier(), jwk.getPrivateKey(), payload, Map.of("kid", kid));
    }

    static String sign(String algorithm, Key key, String payload, Map<String, Object> header) {
        var jws = new JsonWebSignature();
        header.forEach(jws.getHeaders()::setObjectHeaderValue);
        jws.setAlgorithmHeaderValue(algorithm);
        jws.setPayload(payload);
        jws.setKey(key);
        jws.setDoKeyValidation(false);
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }
}
