package dev.epochal.client;

import java.util.Map;

/// What a caller can do after a refusal.
///
/// @param action a stable word, such as `apply-and-retry`; `none` if the server gave no advice
/// @param hints what the action needs, such as the address to read on from
public record NextStep(String action, Map<String, String> hints) {}
