/// JSON as the interface writes and reads it: strictly, with bytes as base64url without padding.
@NullMarked
package dev.epochal.api.json;

import org.jspecify.annotations.NullMarked;
