/// Virtual published ports: listeners in the session that forward to a sibling's address.
@NullMarked
package dev.airlock.broker.ports;

import org.jspecify.annotations.NullMarked;
