/// The program: its command line, and the order in which its parts start and stop.
///
/// | room | what lives there |
/// |---|---|
/// | `setting` | what the command line and the environment say |
/// | `folder` | the data folder: its lock, its version, its secret |
/// | `backing` | the log and the database, embedded or given, and the log's topics |
/// | `health` | what `/health` looks at |
/// | `token` | development tokens |
/// | `fsck` | checks the log and the read model |
///
/// {@link dev.epochal.server.Main} is the way in, {@link dev.epochal.server.Server} owns what runs.
@NullMarked
package dev.epochal.server;

import org.jspecify.annotations.NullMarked;
