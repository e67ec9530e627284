package dev.airlock.e2e;

import dev.airlock.e2e.harness.OlderEngine;

/// The README's command on the oldest engine that is supported.
@OlderEngine
class OlderEngineMainCommandIT extends MainCommandContract {}
