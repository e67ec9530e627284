/// One connection's life: read head, admit, read body, decide, forward or refuse, filter the
/// answer, audit.
@NullMarked
package dev.airlock.broker.server;

import org.jspecify.annotations.NullMarked;
