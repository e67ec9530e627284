/// Byte streams after the daemon's own answer: hijacked attach and exec, logs and archives that
/// flush at once.
@NullMarked
package dev.airlock.broker.stream;

import org.jspecify.annotations.NullMarked;
