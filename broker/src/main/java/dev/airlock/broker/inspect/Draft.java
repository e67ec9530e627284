package dev.airlock.broker.inspect;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// A create body under inspection: what was asked, and what is written in its place.
///
/// Each inspector reads `asked…` and writes `sent…`; a field that none writes does not go upstream.
final class Draft {

  private final World world;
  private final ObjectNode asked;
  private final ObjectNode askedHost;
  private final ObjectNode sent;
  private final ObjectNode sentHost;
  private final List<String> networks = new ArrayList<>();
  private final List<String> aliases = new ArrayList<>();
  private final List<String> volumes = new ArrayList<>();
  private final List<String> folders = new ArrayList<>();

  Draft(World world, ObjectNode asked, ObjectNode sent, ObjectNode sentHost) {
    this.world = requireNonNull(world, "world is null");
    this.asked = requireNonNull(asked, "asked is null");
    this.askedHost = JsonRead.object(asked, "HostConfig");
    this.sent = requireNonNull(sent, "sent is null");
    this.sentHost = requireNonNull(sentHost, "sentHost is null");
  }

  World world() {
    return world;
  }

  ObjectNode asked() {
    return asked;
  }

  ObjectNode askedHost() {
    return askedHost;
  }

  ObjectNode sent() {
    return sent;
  }

  ObjectNode sentHost() {
    return sentHost;
  }

  /// Engine names of networks that the container joins.
  List<String> networks() {
    return networks;
  }

  /// Names that it answers to in them.
  List<String> aliases() {
    return aliases;
  }

  /// Engine names of volumes that the engine makes if they are not there.
  List<String> volumes() {
    return volumes;
  }

  /// Subpaths of the workspace that the engine would have made for a bind.
  List<String> folders() {
    return folders;
  }
}
