/// The description of the interface for machines (OpenAPI 3.1).
@NullMarked
package dev.epochal.api.openapi;

import org.jspecify.annotations.NullMarked;
