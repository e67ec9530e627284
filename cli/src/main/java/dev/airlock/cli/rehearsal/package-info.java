/// A start-up without an engine, for the class cache of the command; only the build runs it.
@NullMarked
package dev.airlock.cli.rehearsal;

import org.jspecify.annotations.NullMarked;
