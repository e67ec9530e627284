package dev.airlock.e2e;

import dev.airlock.e2e.harness.OlderEngine;

/// The host as seen from an airlock of an engine that has no isolated gateways.
@OlderEngine
class OlderEngineHostOutOfReachIT extends HostOutOfReachContract {}
