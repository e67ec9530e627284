package dev.airlock.e2e;

import dev.airlock.e2e.harness.CurrentEngine;

/// The host as seen from an airlock of the current engine, which has isolated gateways.
@CurrentEngine
class HostOutOfReachIT extends HostOutOfReachContract {}
