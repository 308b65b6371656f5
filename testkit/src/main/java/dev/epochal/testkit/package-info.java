/// Real MLS clients for tests and the demo.
///
/// [dev.epochal.testkit.MlsGroup] is one member's view of a group, held by the bcmls engine and without any network.
/// [dev.epochal.testkit.MlsClient] brings such members to a server by way of [dev.epochal.client.EpochalClient].
/// Nothing of the server lives here, and the server does not use what lives here: the two meet over HTTP only.
///
/// This is no client for production: secrets stay in memory and are never erased on purpose.
@NullMarked
package dev.epochal.testkit;

import org.jspecify.annotations.NullMarked;
