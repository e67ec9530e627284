/// Host and image rules, and the decision on them. Pure: no socket, no clock, no file.
@NullMarked
package dev.airlock.rules;

import org.jspecify.annotations.NullMarked;
