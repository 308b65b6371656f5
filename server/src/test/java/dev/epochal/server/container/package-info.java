/// The roles against the images that docker-compose.yml pins, where a Docker engine answers.
@NullMarked
package dev.epochal.server.container;

import org.jspecify.annotations.NullMarked;
