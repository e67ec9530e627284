/// Strict JSON: what the engine's own parser could read differently is refused.
@NullMarked
package dev.airlock.broker.json;

import org.jspecify.annotations.NullMarked;
