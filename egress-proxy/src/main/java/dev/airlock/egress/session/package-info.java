/// What the proxy knows of its session: the names of its containers and the networks it shares with
/// them.
@NullMarked
package dev.airlock.egress.session;

import org.jspecify.annotations.NullMarked;
