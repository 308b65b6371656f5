/// The public state of a group and what new members receive (RFC 9420 §8.1, §12.4.3).
@NullMarked
package dev.epochal.mls.group;

import org.jspecify.annotations.NullMarked;
