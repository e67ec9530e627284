/// The broker's launcher and configuration; everything else is behind it.
@NullMarked
package dev.airlock.broker;

import org.jspecify.annotations.NullMarked;
