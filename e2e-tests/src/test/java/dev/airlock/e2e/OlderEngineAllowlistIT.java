package dev.airlock.e2e;

import dev.airlock.e2e.harness.OlderEngine;

/// Ways out of the airlock, tried on the oldest engine that is supported.
@OlderEngine
class OlderEngineAllowlistIT extends AllowlistContract {}
