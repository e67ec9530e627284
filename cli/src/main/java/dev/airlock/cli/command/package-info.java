/// The commands: their options, how they are called wrongly, and what they print. Each reads its
/// options into a request and leaves the work to `.session`, `.setup` and `.engine`.
@NullMarked
package dev.airlock.cli.command;

import org.jspecify.annotations.NullMarked;
