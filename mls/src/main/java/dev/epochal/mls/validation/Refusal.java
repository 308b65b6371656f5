package dev.epochal.mls.validation;

/// Why something was refused.
///
/// @param check the check that failed
/// @param detail what it failed on, in words; never empty, no secrets in it
public record Refusal(CheckId check, String detail) {}
