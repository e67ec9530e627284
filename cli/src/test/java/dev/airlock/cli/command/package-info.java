@NullMarked
package dev.airlock.cli.command;

import org.jspecify.annotations.NullMarked;
