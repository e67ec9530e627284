/// Strict HTTP/1.1 (RFC 9112): heads, framings, listeners and the relay both proxies are built on.
@NullMarked
package dev.airlock.http1;

import org.jspecify.annotations.NullMarked;
