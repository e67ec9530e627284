@NullMarked
package dev.airlock.cli.session;

import org.jspecify.annotations.NullMarked;
