/// What all of the command line shares: how it speaks to the user and how it ends. The entry is
/// `dev.airlock.cli.command.Main`.
@NullMarked
package dev.airlock.cli;

import org.jspecify.annotations.NullMarked;
