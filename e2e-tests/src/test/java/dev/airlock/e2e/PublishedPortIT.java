package dev.airlock.e2e;

import dev.airlock.e2e.harness.CurrentEngine;

/// Published ports on the current engine.
@CurrentEngine
class PublishedPortIT extends PublishedPortContract {}
