/// Parses the sidecars' arguments and runs one of them until it is told to stop.
@NullMarked
package dev.airlock.gateway;

import org.jspecify.annotations.NullMarked;
