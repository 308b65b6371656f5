/// Welcomes that wait for their recipients.
@NullMarked
package dev.epochal.api.welcome;

import org.jspecify.annotations.NullMarked;
