/// The life of a connection: read, decide, connect, then tunnel, forward or refuse, and audit.
@NullMarked
package dev.airlock.egress.server;

import org.jspecify.annotations.NullMarked;
