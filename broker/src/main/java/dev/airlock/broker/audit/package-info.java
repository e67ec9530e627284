/// One JSON line per decision.
@NullMarked
package dev.airlock.broker.audit;

import org.jspecify.annotations.NullMarked;
