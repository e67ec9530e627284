/// What this session made, by id and name: learned from the daemon's own answers, rebuilt after a
/// restart.
@NullMarked
package dev.airlock.broker.ownership;

import org.jspecify.annotations.NullMarked;
