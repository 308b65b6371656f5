package dev.epochal.server;

import dev.epochal.api.access.HttpsKeySource;
import dev.epochal.api.access.Issuer;
import dev.epochal.api.access.PublishedKeys;
import dev.epochal.server.setting.Configuration.Trust;
import dev.epochal.server.setting.TokenIssuer;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/// The issuers as the interface knows them. Hosts are believed as the Java machine is set up to.
final class TokenIssuers {
    private TokenIssuers() {}

    static List<Issuer> of(Trust trust) {
        var issuers = new ArrayList<Issuer>();
        trust.secret().map(Issuer::sharing).ifPresent(issuers::add);
        trust.issuers().forEach(issuer -> issuers.add(publishing(issuer)));
        return List.copyOf(issuers);
    }

    /// The keys are fetched at once, so that a mistake shows in the log before the first caller finds it; the start
    /// does not wait for them.
    private static Issuer publishing(TokenIssuer issuer) {
        try {
            var source = HttpsKeySource.at(issuer.keySet(), SSLContext.getDefault());
            var keys = new PublishedKeys(issuer.name(), source, InstantSource.system());
            keys.renew();
            return new Issuer(issuer.name(), issuer.audience(), issuer.terms(), keys);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java platform has TLS", e);
        }
    }
}
