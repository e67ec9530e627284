package dev.airlock.e2e;

import dev.airlock.e2e.harness.OlderEngine;

/// Published ports on the oldest engine that is supported.
@OlderEngine
class OlderEnginePublishedPortIT extends PublishedPortContract {}
