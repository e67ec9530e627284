/// The client to the daemon: pooled keep-alive connections, requests that are all our own bytes.
@NullMarked
package dev.airlock.broker.upstream;

import org.jspecify.annotations.NullMarked;
