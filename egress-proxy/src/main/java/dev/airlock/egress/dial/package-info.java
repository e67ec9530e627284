/// From a decided route to a connection: resolve, check every address, connect to a checked one.
@NullMarked
package dev.airlock.egress.dial;

import org.jspecify.annotations.NullMarked;
