package dev.airlock.broker.inspect;

import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.RefusedException;

/// The limits on how many objects a session has.
final class Counting {

  private Counting() {}

  static void requireRoom(int have, int limit, String what) throws RefusedException {
    if (have >= limit) {
      throw RefusedException.denied(
          Reason.LIMIT, "the session has " + have + " " + what + ", its limit");
    }
  }
}
