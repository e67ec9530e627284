/// What `sandbox` promises, and the attacks it withstands, each tried on a real engine: black box,
/// with no class of another module.
@NullMarked
package dev.airlock.e2e;

import org.jspecify.annotations.NullMarked;
