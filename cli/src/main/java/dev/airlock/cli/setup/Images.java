package dev.airlock.cli.setup;

import static java.util.Objects.requireNonNull;

/// The images of a session, as full references whose tag is the digest of what they were built
/// from.
///
/// @param gateway the sidecars' image; the pod uses it as well
/// @param agent the workload's default image
/// @param hello the image that says hello
/// @param engine the private engine's image, which is there only where it was asked for
public record Images(String gateway, String agent, String hello, String engine) {
  public Images {
    requireNonNull(gateway, "gateway is null");
    requireNonNull(agent, "agent is null");
    requireNonNull(hello, "hello is null");
    requireNonNull(engine, "engine is null");
  }
}
