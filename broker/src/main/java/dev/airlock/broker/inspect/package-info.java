/// One inspector per request body: resolves references through ownership, rewrites, and writes the
/// request that goes upstream.
@NullMarked
package dev.airlock.broker.inspect;

import org.jspecify.annotations.NullMarked;
