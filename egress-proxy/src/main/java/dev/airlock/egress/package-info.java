/// The egress proxy's launcher and configuration.
@NullMarked
package dev.airlock.egress;

import org.jspecify.annotations.NullMarked;
