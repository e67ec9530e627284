package dev.airlock.e2e;

import dev.airlock.e2e.harness.CurrentEngine;

/// Ways out of the airlock, tried on the current engine.
@CurrentEngine
class AllowlistIT extends AllowlistContract {}
