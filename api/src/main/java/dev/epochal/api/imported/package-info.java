/// What another Delivery Service had stored, to be read.
@NullMarked
package dev.epochal.api.imported;

import org.jspecify.annotations.NullMarked;
