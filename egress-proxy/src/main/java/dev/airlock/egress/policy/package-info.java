/// What is decided on a request and why: values only, no socket, clock or file.
@NullMarked
package dev.airlock.egress.policy;

import org.jspecify.annotations.NullMarked;
