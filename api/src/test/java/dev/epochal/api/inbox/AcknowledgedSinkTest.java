package dev.epochal.api.inbox;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.epochal.api.json.Json;
import dev.epochal.api.stream.StreamEnd;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.websocket.WsSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class AcknowledgedSinkTest {
    @Test
    void a_client_that_has_gone_is_the_end_of_its_stream_and_no_failure_of_the_server() {
        var sink = new AcknowledgedSink(abandoned(), 2, Duration.ofMinutes(1));
        assertThatThrownBy(() -> sink.message("1", ByteString.copyFromUtf8("{}")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> sink.head(Json.object())).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> sink.end(StreamEnd.CLOSING)).isInstanceOf(IOException.class);
        assertThatCode(sink::fail).doesNotThrowAnyException();
    }

    /// A session that fails as the web server's does when the connection is closed.
    private static WsSession abandoned() {
        var loader = AcknowledgedSinkTest.class.getClassLoader();
        return (WsSession) Proxy.newProxyInstance(loader, new Class<?>[] {WsSession.class}, (_, _, _) -> {
            throw new ServerConnectionException(
                    "Failed to write websocket frame", new UncheckedIOException(new ClosedChannelException()));
        });
    }
}
