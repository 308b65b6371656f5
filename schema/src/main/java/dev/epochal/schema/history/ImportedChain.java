package dev.epochal.schema.history;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.epochal.schema.record.ImportedEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Links the events of an imported group: each names the hash of the one before. The chain shows that nothing was
/// changed since the import; it says nothing about the time before.
public final class ImportedChain {
    private static final byte[] LABEL = "epochal/imported/v1".getBytes(StandardCharsets.US_ASCII);

    private ImportedChain() {}

    /// The event with its head filled in.
    public static ImportedEvent seal(ImportedEvent.Builder event) {
        return event.setHead(head(event.build())).build();
    }

    /// Whether the head is that of the event.
    public static boolean isIntact(ImportedEvent event) {
        return event.getHead().equals(head(event));
    }

    private static ByteString head(ImportedEvent event) {
        var numbers = ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES)
                .putLong(event.getSeq())
                .putLong(event.getImportedAtMs())
                .putInt(event.getBodyCase().getNumber());
        return new Sha256()
                .raw(LABEL)
                .sized(event.getGroupId())
                .raw(numbers.array())
                .sized(event.getPreviousHead())
                .sized(body(event).toByteString())
                .finish();
    }

    private static MessageLite body(ImportedEvent event) {
        return switch (event.getBodyCase()) {
            case GROUP -> event.getGroup();
            case MEMBERS -> event.getMembers();
            case MESSAGE -> event.getMessage();
            case WELCOME -> event.getWelcome();
            case BODY_NOT_SET -> throw new IllegalArgumentException("An event without a body that this version knows");
        };
    }
}
