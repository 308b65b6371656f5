/// The server under load, and where on this machine things are.
@NullMarked
package dev.epochal.bench.site;

import org.jspecify.annotations.NullMarked;
