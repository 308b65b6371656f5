/// Who calls: bearer tokens, what a caller may do with them, and how callers are named.
@NullMarked
package dev.epochal.api.access;

import org.jspecify.annotations.NullMarked;
