/// What the broker and the database can do at best, with nothing of Epochal in between.
@NullMarked
package dev.epochal.bench.floor;

import org.jspecify.annotations.NullMarked;
