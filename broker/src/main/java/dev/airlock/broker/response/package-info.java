/// What a client gets to see of an answer: only the session's own objects, as it asked for them.
@NullMarked
package dev.airlock.broker.response;

import org.jspecify.annotations.NullMarked;
