@NullMarked
package dev.airlock.gateway;

import org.jspecify.annotations.NullMarked;
