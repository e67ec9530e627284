/// Tar archives on disk: read strictly, written anew.
@NullMarked
package dev.airlock.broker.archive;

import org.jspecify.annotations.NullMarked;
