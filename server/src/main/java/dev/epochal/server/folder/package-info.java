/// The data folder of the embedded default: its lock, the version of its layout, the secret of its tokens.
@NullMarked
package dev.epochal.server.folder;

import org.jspecify.annotations.NullMarked;
