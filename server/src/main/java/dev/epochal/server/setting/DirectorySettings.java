package dev.epochal.server.setting;

import dev.epochal.processor.core.ClaimQuota;
import dev.epochal.processor.core.DirectoryLimits;
import dev.epochal.processor.core.Limits;
import dev.epochal.projections.redis.RedisAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/// How the directory is kept.
///
/// @param redis the cache of all instances, through which they wake each other too; without it each has its own
/// @param lowWater below how many KeyPackages of a cipher suite a client's stock is called low; 0 never
/// @param quota how often a user's KeyPackages may be claimed
public record DirectorySettings(Optional<RedisAddress> redis, int lowWater, ClaimQuota quota) {
    private static final Set<String> SCHEMES = Set.of("redis", "rediss");

    public DirectorySettings {
        if (lowWater < 0) {
            throw new StartRefusedException("KEY_PACKAGES_LOW_WATER must be 0 or more");
        }
    }

    /// What the environment says: `REDIS_URL` as `redis://host:port` or `rediss://host:port` with `REDIS_PASSWORD`
    /// and `REDIS_TRUSTED_CERTIFICATES`, `KEY_PACKAGES_LOW_WATER`, `CLAIMS_PER_REQUESTER` and `CLAIMS_PER_TARGET`.
    public static DirectorySettings of(Environment environment) {
        var redis = environment
                .value("REDIS_URL")
                .map(url -> new RedisAddress(
                        uri(url),
                        environment.value("REDIS_PASSWORD").orElse(""),
                        environment
                                .value("REDIS_TRUSTED_CERTIFICATES")
                                .map(DirectorySettings::authorities)
                                .orElse("")));
        redis.ifPresent(address -> Plaintext.of(environment).verifyCache(address.uri()));
        return new DirectorySettings(
                redis,
                environment.number("KEY_PACKAGES_LOW_WATER").orElse(DirectoryLimits.LOW_WATER),
                quota(environment));
    }

    /// The limits of the server with these of the directory.
    public Limits limits() {
        return Limits.standard().withDirectory(DirectoryLimits.standard().withClaims(lowWater, quota));
    }

    private static ClaimQuota quota(Environment environment) {
        var standard = ClaimQuota.standard();
        try {
            return new ClaimQuota(
                    environment.number("CLAIMS_PER_REQUESTER").orElse(standard.ofRequesterMax()),
                    environment.number("CLAIMS_PER_TARGET").orElse(standard.ofTargetMax()));
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException("CLAIMS_PER_REQUESTER and CLAIMS_PER_TARGET: " + e.getMessage(), e);
        }
    }

    /// What can't be read would show only when the cache is asked, as one that is away.
    private static String authorities(String pem) {
        var _ = TrustedCertificates.parse("REDIS_TRUSTED_CERTIFICATES", pem);
        return pem;
    }

    private static URI uri(String url) {
        try {
            var uri = new URI(url);
            if (uri.getHost() != null
                    && SCHEMES.contains(Optional.ofNullable(uri.getScheme()).orElse(""))) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // The cause would quote the URL, in which a password can stand.
            throw wrong();
        }
        throw wrong();
    }

    private static StartRefusedException wrong() {
        return new StartRefusedException("REDIS_URL must look like redis://host:6379 or rediss://host:6379");
    }
}
