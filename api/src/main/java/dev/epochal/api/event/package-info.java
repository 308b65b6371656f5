/// A group's history, page by page.
@NullMarked
package dev.epochal.api.event;

import org.jspecify.annotations.NullMarked;
