/// One JSON line per decision and one per end of what was allowed.
@NullMarked
package dev.airlock.egress.audit;

import org.jspecify.annotations.NullMarked;
