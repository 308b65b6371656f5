/// What members say about Commits: no struct of RFC 9420, but signed as it demands (§5.1.2).
@NullMarked
package dev.epochal.mls.report;

import org.jspecify.annotations.NullMarked;
