/// Files of attack requests and ordinary requests, fired at a built `sandbox broker` in front of an
/// engine that records every byte it gets.
///
/// An attack must be refused with nothing of it upstream; an ordinary request must reach the engine
/// in the broker's words and be answered. {@link dev.airlock.e2e.corpus.CorpusCase} describes the
/// files.
@NullMarked
package dev.airlock.e2e.corpus;

import org.jspecify.annotations.NullMarked;
