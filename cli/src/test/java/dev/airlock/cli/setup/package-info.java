@NullMarked
package dev.airlock.cli.setup;

import org.jspecify.annotations.NullMarked;
