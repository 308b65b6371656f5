/// What concerns one client over all its groups, under one cursor.
@NullMarked
package dev.epochal.api.inbox;

import org.jspecify.annotations.NullMarked;
