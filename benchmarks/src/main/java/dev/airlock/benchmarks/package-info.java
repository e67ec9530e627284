/// Measures what a user waits for, against the tools they would use instead: all in one run on one
/// machine, so that the ratios mean something where the numbers do not.
@NullMarked
package dev.airlock.benchmarks;

import org.jspecify.annotations.NullMarked;
