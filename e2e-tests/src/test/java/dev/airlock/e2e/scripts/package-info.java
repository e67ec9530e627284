/// The two scripts at the root, in a copy of theirs with everything else made up.
@NullMarked
package dev.airlock.e2e.scripts;

import org.jspecify.annotations.NullMarked;
