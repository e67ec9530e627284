/// The classic builder's context and Dockerfile: everything that would make the engine itself fetch
/// from outside is refused.
@NullMarked
package dev.airlock.broker.build;

import org.jspecify.annotations.NullMarked;
