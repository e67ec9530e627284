/// What a JSON body may hold: every field of the Engine API with its rule and the reason for it.
@NullMarked
package dev.airlock.broker.schema;

import org.jspecify.annotations.NullMarked;
