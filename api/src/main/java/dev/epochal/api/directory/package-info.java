/// The directory: clients registered and removed, KeyPackages published, counted and claimed.
@NullMarked
package dev.epochal.api.directory;

import org.jspecify.annotations.NullMarked;
