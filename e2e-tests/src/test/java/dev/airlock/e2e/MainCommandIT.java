package dev.airlock.e2e;

import dev.airlock.e2e.harness.CurrentEngine;

/// The README's command on the current engine.
@CurrentEngine
class MainCommandIT extends MainCommandContract {}
