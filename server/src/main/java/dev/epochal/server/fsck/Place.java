package dev.epochal.server.fsck;

import com.google.protobuf.ByteString;
import dev.epochal.schema.log.Topic;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;

/// Where on the log something is.
///
/// @param topic the topic
/// @param partition the partition; -1 if it isn't known
/// @param offset the offset; -1 if it isn't known
/// @param key the record's key: a group id, or the UTF-8 of a user; empty for a whole partition
public record Place(Topic topic, int partition, long offset, Optional<ByteString> key) {
    static final Comparator<Place> ORDER = Comparator.comparing(Place::topic)
            .thenComparingInt(Place::partition)
            .thenComparingLong(Place::offset);

    static Place ofPartition(Topic topic, int partition, long offset) {
        return new Place(topic, partition, offset, Optional.empty());
    }

    /// Such as `mls.group.events-2 at offset 17, group AAEC`.
    public String text() {
        return topic.topicName()
                + (partition < 0 ? "" : "-" + partition)
                + (offset < 0 ? "" : " at offset " + offset)
                + key.map(octets -> ", " + owner() + " " + keyText(octets)).orElse("");
    }

    /// What the key names.
    public String owner() {
        return topic == Topic.DIRECTORY_EVENTS ? "user" : "group";
    }

    /// The key as HTTP shows it: a group id in base64url, a user as text where it is one.
    public String keyText(ByteString octets) {
        if (topic == Topic.DIRECTORY_EVENTS) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(octets.asReadOnlyByteBuffer())
                        .toString();
            } catch (CharacterCodingException _) {
                // Shown as octets below.
            }
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets.toByteArray());
    }
}
