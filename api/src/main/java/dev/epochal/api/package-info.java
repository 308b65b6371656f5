/// The HTTP interface: [Api] starts it from its settings and from what it may read.
@NullMarked
package dev.epochal.api;

import org.jspecify.annotations.NullMarked;
