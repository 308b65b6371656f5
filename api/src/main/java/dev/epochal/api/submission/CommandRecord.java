package dev.epochal.api.submission;

import com.google.protobuf.ByteString;
import dev.epochal.schema.log.Topic;

/// A command as it goes to the log.
///
/// @param topic the topic of commands
/// @param key what puts it into order: the group or the user
/// @param value the command
/// @param correlationId of the request; it goes beside the command, for operators
public record CommandRecord(Topic topic, ByteString key, ByteString value, String correlationId) {}
