/// Which Docker engine a command talks to, and with which tools: the user's own first, ours last.
@NullMarked
package dev.airlock.cli.engine;

import org.jspecify.annotations.NullMarked;
