package dev.epochal.projections.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Opens connections to one server. None of them is ever connected again: a broken one is replaced by whoever uses it,
/// so that each belongs to one life of the server. Thread-safe.
public final class RedisLink implements AutoCloseable {
    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);

    private final RedisClient client;
    private final RedisURI uri;

    private RedisLink(RedisURI uri, RedisClient client) {
        this.uri = uri;
        this.client = client;
    }

    /// A link to this server, which need not be there yet.
    ///
    /// @param answerLimit how long an answer may take before the command has failed
    public static RedisLink to(RedisAddress address, Duration answerLimit) {
        var uri = uri(address);
        uri.setTimeout(answerLimit);
        var client = RedisClient.create();
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(
                        SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).build())
                .timeoutOptions(TimeoutOptions.enabled(answerLimit))
                .sslOptions(trusting(address.authorities()))
                .build());
        return new RedisLink(uri, client);
    }

    /// A password of its own goes with the user that stands before the host; without it the URI is read as Redis' own.
    private static RedisURI uri(RedisAddress address) {
        var uri = RedisURI.create(address.uri());
        if (!address.password().isEmpty()) {
            var user = Optional.ofNullable(address.uri().getUserInfo())
                    .map(info -> info.replaceFirst(":.*", ""))
                    .filter(name -> !name.isEmpty());
            user.ifPresentOrElse(
                    name -> uri.setAuthentication(name, address.password()),
                    () -> uri.setAuthentication(address.password()));
        }
        return uri;
    }

    private static SslOptions trusting(String authorities) {
        var options = SslOptions.builder();
        if (!authorities.isEmpty()) {
            byte[] pem = authorities.getBytes(StandardCharsets.UTF_8);
            options.trustManager(() -> new ByteArrayInputStream(pem));
        }
        return options.build();
    }

    /// A connection for commands.
    ///
    /// @throws io.lettuce.core.RedisException if the server is away or refuses
    public StatefulRedisConnection<String, byte[]> connect() {
        return client.connect(CODEC, uri);
    }

    /// A connection for what is published.
    ///
    /// @throws io.lettuce.core.RedisException if the server is away or refuses
    public StatefulRedisPubSubConnection<String, byte[]> connectToHear() {
        return client.connectPubSub(CODEC, uri);
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
