/// The catalogue of what RFC 9420 asks to be checked: ids, sections, who checks, and how a refusal is told.
/// The checks themselves stand where the state is.
@NullMarked
package dev.epochal.mls.validation;

import org.jspecify.annotations.NullMarked;
