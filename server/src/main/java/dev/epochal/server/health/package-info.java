/// What `/health` looks at. Each probe answers at once or says that it could not.
@NullMarked
package dev.epochal.server.health;

import org.jspecify.annotations.NullMarked;
