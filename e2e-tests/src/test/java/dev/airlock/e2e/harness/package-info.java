/// What the end-to-end tests stand on: a machine of their own (a network namespace with an outside
/// world), engines, the built command as a process, and eyes on what really happened.
///
/// Start with {@link dev.airlock.e2e.harness.Lab}.
@NullMarked
package dev.airlock.e2e.harness;

import org.jspecify.annotations.NullMarked;
