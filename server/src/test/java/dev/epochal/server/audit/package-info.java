/// Tests of the audit of exported histories.
@NullMarked
package dev.epochal.server.audit;

import org.jspecify.annotations.NullMarked;
