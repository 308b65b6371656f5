package dev.epochal.server.fsck;

/// Something that is wrong.
///
/// @param kind what
/// @param place where on the log
/// @param detail a sentence for a person
public record Finding(Kind kind, Place place, String detail) {}
