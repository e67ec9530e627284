@NullMarked
package dev.airlock.cli.engine;

import org.jspecify.annotations.NullMarked;
