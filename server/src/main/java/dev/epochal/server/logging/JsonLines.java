package dev.epochal.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes each line of the log as one flat JSON object: `time` (ISO 8601, UTC), `level`, `logger`, `thread`, `message`,
/// each key and value that was logged with it under its own name, and `error` with the stack trace where there is one.
///
/// Whatever stands in a message, a line is one line: nobody can forge another with what he sends. Thread-safe.
public final class JsonLines extends EncoderBase<ILoggingEvent> {
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] NOTHING = {};

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var bytes = new ByteArrayOutputStream(256);
        try (var json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            for (var field : fields(event).entrySet()) {
                write(json, field.getKey(), field.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    /// Those of the line itself win over those that were logged with it.
    private static Map<String, Object> fields(ILoggingEvent event) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("time", event.getInstant().toString());
        fields.put("level", event.getLevel().toString());
        fields.put("logger", event.getLoggerName());
        fields.put("thread", event.getThreadName());
        fields.put("message", event.getFormattedMessage());
        if (event.getKeyValuePairs() != null) {
            event.getKeyValuePairs().forEach(pair -> fields.putIfAbsent(pair.key, pair.value));
        }
        event.getMDCPropertyMap().forEach(fields::putIfAbsent);
        if (event.getThrowableProxy() != null) {
            fields.putIfAbsent("error", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return fields;
    }

    private static void write(JsonGenerator json, String name, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNullField(name);
            case Long number -> json.writeNumberField(name, number);
            case Integer number -> json.writeNumberField(name, number);
            case Boolean flag -> json.writeBooleanField(name, flag);
            default -> json.writeStringField(name, value.toString());
        }
    }
}
