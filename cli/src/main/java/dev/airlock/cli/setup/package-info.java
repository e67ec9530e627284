/// Brings an engine and the images to a machine that lacks them, and takes away again what it
/// brought.
@NullMarked
package dev.airlock.cli.setup;

import org.jspecify.annotations.NullMarked;
