package dev.airlock.broker.inspect;

import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.RefusedException;
import java.util.Set;

/// The third part of a bind: `ro,z` and the like.
record BindMode(boolean readOnly, boolean noCopy) {

  /// Said for macOS, or for the labels of a host's folder, which a subpath of a volume does not
  /// need.
  private static final Set<String> WITHOUT_EFFECT =
      Set.of("rw", "z", "Z", "consistent", "cached", "delegated", "default");

  static BindMode parse(String mode) throws RefusedException {
    boolean readOnly = false;
    boolean noCopy = false;
    if (!mode.isEmpty()) {
      for (String option : mode.split(",", -1)) {
        if (option.equals("ro")) {
          readOnly = true;
        } else if (option.equals("nocopy")) {
          noCopy = true;
        } else if (!WITHOUT_EFFECT.contains(option)) {
          requirePrivate(option);
        }
      }
    }
    return new BindMode(readOnly, noCopy);
  }

  /// SECURITY: shared and slave mounts pass mounts between host and container.
  static void requirePrivate(String propagation) throws RefusedException {
    if (!Set.of("", "private", "rprivate").contains(propagation)) {
      throw RefusedException.denied(
          Reason.MOUNT_OPTION, "mount option '" + StrictJson.printable(propagation) + "'");
    }
  }
}
