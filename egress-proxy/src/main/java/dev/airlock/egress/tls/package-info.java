/// What a tunnel's client says before TLS hides the rest: the ClientHello, read strictly and in
/// full, and the alerts that refuse it. Knows no socket.
@NullMarked
package dev.airlock.egress.tls;

import org.jspecify.annotations.NullMarked;
