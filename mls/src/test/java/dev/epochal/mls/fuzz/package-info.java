/// Fuzz targets: their seeds run in each build, a search for more is started by hand.
@NullMarked
package dev.epochal.mls.fuzz;

import org.jspecify.annotations.NullMarked;
