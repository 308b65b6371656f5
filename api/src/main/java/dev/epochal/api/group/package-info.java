/// Groups: created, written to, and shown to their members.
@NullMarked
package dev.epochal.api.group;

import org.jspecify.annotations.NullMarked;
