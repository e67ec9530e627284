/// Session plan in, Compose project out: the same input gives the same bytes.
@NullMarked
package dev.airlock.compose;

import org.jspecify.annotations.NullMarked;
