/// The topics, and how their records are keyed and read.
///
/// The records themselves are the Protobuf messages of `src/main/proto`, generated into `dev.epochal.schema.record`.
/// No Kafka client is known here.
@NullMarked
package dev.epochal.schema.log;

import org.jspecify.annotations.NullMarked;
