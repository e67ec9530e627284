/// The life of a session: planned, started, waited for, removed; and the removal of those whose
/// launcher is gone.
@NullMarked
package dev.airlock.cli.session;

import org.jspecify.annotations.NullMarked;
