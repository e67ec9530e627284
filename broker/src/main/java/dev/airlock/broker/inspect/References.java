package dev.airlock.broker.inspect;

import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.RefusedException;
import java.util.Locale;
import java.util.regex.Pattern;

/// Turns what a client wrote into an object of the session's, or into Docker's own 404.
final class References {

  /// What the engine allows in the name of a container, network or volume.
  static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{1,254}");

  private static final Pattern NETWORK_NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}");

  private static final Pattern LIKE_AN_ID = Pattern.compile("[0-9a-f]{12,64}");

  /// Names of the parts of any session: who takes one keeps that session from starting, or makes a
  /// network's name ambiguous.
  private static final Pattern PART_OF_A_SESSION =
      Pattern.compile(
          "sandbox-[a-z0-9]+-(?:pod|broker|egress|workload|airlock|uplink|net|engine|run|names|workspace)");

  private References() {}

  static Objects.Container container(World world, String reference) throws RefusedException {
    return world
        .objects()
        .container(reference)
        .orElseThrow(() -> missing("No such container: " + StrictJson.printable(reference)));
  }

  static Objects.Network network(World world, String reference) throws RefusedException {
    return world
        .objects()
        .network(reference)
        .orElseThrow(() -> missing("network " + StrictJson.printable(reference) + " not found"));
  }

  static Objects.Exec exec(World world, String id) throws RefusedException {
    return world
        .objects()
        .exec(id)
        .orElseThrow(() -> missing("No such exec instance: " + StrictJson.printable(id)));
  }

  /// A volume's name on the engine, whether or not it is there already.
  static String volumeName(World world, String name) throws RefusedException {
    if (!NAME.matcher(name).matches()) {
      throw RefusedException.malformed(
          "volume name '" + StrictJson.printable(name) + "' is not " + NAME);
    }
    return world.policy().names().engineVolume(name);
  }

  /// The engine's name of a volume that the session has.
  static String volume(World world, String name) throws RefusedException {
    String engineName = world.policy().names().engineVolume(name);
    if (!world.objects().ownsVolume(engineName)) {
      // An anonymous volume has the name that the engine chose.
      if (world.objects().ownsVolume(name)) {
        return name;
      }
      throw missing("get " + StrictJson.printable(name) + ": no such volume");
    }
    return engineName;
  }

  /// A name that the client gives to a new container or network.
  ///
  /// SECURITY: not one that the engine could take for an id, and not one of the session's own
  /// parts.
  static String newName(World world, String name, String what) throws RefusedException {
    return newName(world, name, what, NAME);
  }

  /// A name of one letter is a network's too.
  static String newNetworkName(World world, String name) throws RefusedException {
    return newName(world, name, "network name", NETWORK_NAME);
  }

  private static String newName(World world, String name, String what, Pattern pattern)
      throws RefusedException {
    if (!pattern.matcher(name).matches()) {
      throw RefusedException.malformed(
          what + " '" + StrictJson.printable(name) + "' is not " + pattern);
    }
    requireNotReserved(world, name, what);
    return name;
  }

  static void requireNotReserved(World world, String name, String what) throws RefusedException {
    String lower = name.toLowerCase(Locale.ROOT);
    if (LIKE_AN_ID.matcher(lower).matches()
        || lower.startsWith("sandbox-" + world.policy().owner().sessionId())
        || PART_OF_A_SESSION.matcher(lower).matches()
        || lower.equals("egress")) {
      throw RefusedException.denied(
          Reason.RESERVED_NAME, what + " is '" + StrictJson.printable(name) + "'");
    }
  }

  private static RefusedException missing(String detail) {
    return RefusedException.notFound(detail);
  }
}
