/// The directory: KeyPackages published, counted and claimed.
@NullMarked
package dev.epochal.api.keypackage;

import org.jspecify.annotations.NullMarked;
