/// The Engine API's routes as data, and the gate that a request's head passes or not.
@NullMarked
package dev.airlock.broker.route;

import org.jspecify.annotations.NullMarked;
