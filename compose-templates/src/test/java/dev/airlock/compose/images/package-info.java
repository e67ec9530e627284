@NullMarked
package dev.airlock.compose.images;

import org.jspecify.annotations.NullMarked;
