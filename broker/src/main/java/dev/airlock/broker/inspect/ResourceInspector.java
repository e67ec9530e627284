package dev.airlock.broker.inspect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.policy.Limits;
import dev.airlock.broker.policy.RefusedException;

/// Memory, CPU and processes of a container: an upper bound that is too high becomes the limit.
final class ResourceInspector {

  private static final long PERIOD = 100_000;
  private static final long NANOS_PER_MICRO = 1000;
  private static final long MICROS_PER_CPU = 1_000_000;
  private static final long LEAST_PERIOD = 1000;
  private static final long MOST_PERIOD = 1_000_000;

  private ResourceInspector() {}

  /// Writes the limits of a new container; what was not asked gets the limit too.
  static void inspect(ObjectNode asked, ObjectNode sent, Limits limits) throws RefusedException {
    memory(asked, sent, limits, true);
    cpu(asked, sent, limits, true);
    pids(asked, sent, limits, true);
  }

  /// Writes the limits that an update changes.
  static void inspectUpdate(ObjectNode asked, ObjectNode sent, Limits limits)
      throws RefusedException {
    memory(asked, sent, limits, JsonRead.number(asked, "MemorySwap") != 0);
    cpu(asked, sent, limits, false);
    pids(asked, sent, limits, false);
  }

  private static void memory(ObjectNode asked, ObjectNode sent, Limits limits, boolean always)
      throws RefusedException {
    long memory = JsonRead.number(asked, "Memory");
    requireNotNegative(memory, "Memory");
    if (memory == 0 && !always && JsonRead.number(asked, "MemoryReservation") == 0) {
      return;
    }
    long bound = memory == 0 ? limits.memoryBytes() : Math.min(memory, limits.memoryBytes());
    if (memory != 0 || always) {
      sent.put("Memory", bound);
    }
    long reservation = JsonRead.number(asked, "MemoryReservation");
    requireNotNegative(reservation, "MemoryReservation");
    if (reservation > 0) {
      sent.put("MemoryReservation", Math.min(reservation, bound));
    }
    long swap = JsonRead.number(asked, "MemorySwap");
    if (swap != 0) {
      // Memory and swap together; unlimited becomes what the engine gives by itself.
      sent.put("MemorySwap", swap < 0 ? 2 * bound : Math.max(bound, Math.min(swap, 2 * bound)));
    }
  }

  /// By quota, since the engine refuses a number of CPUs that the host has not.
  private static void cpu(ObjectNode asked, ObjectNode sent, Limits limits, boolean always)
      throws RefusedException {
    long nanos = JsonRead.number(asked, "NanoCpus");
    long quota = JsonRead.number(asked, "CpuQuota");
    long period = JsonRead.number(asked, "CpuPeriod");
    requireNotNegative(nanos, "NanoCpus");
    if (period != 0 && (period < LEAST_PERIOD || period > MOST_PERIOD)) {
      throw RefusedException.malformed(
          "HostConfig.CpuPeriod is " + period + ", not " + LEAST_PERIOD + " to " + MOST_PERIOD);
    }
    if (nanos != 0 && (quota > 0 || period != 0)) {
      throw RefusedException.malformed(
          "Conflicting options: Nano CPUs and CPU Period or Quota cannot both be set");
    }
    if (nanos > 0 && nanos <= limits.nanoCpus()) {
      sent.put("NanoCpus", nanos);
    } else if (always || nanos > 0 || quota != 0 || period != 0) {
      long usedPeriod = period == 0 ? PERIOD : period;
      long most = usedPeriod * (limits.nanoCpus() / NANOS_PER_MICRO) / MICROS_PER_CPU;
      sent.put("CpuPeriod", usedPeriod);
      sent.put("CpuQuota", quota > 0 ? Math.min(quota, most) : most);
    }
  }

  private static void pids(ObjectNode asked, ObjectNode sent, Limits limits, boolean always) {
    long pids = JsonRead.number(asked, "PidsLimit");
    if (pids > 0) {
      sent.put("PidsLimit", Math.min(pids, limits.pids()));
    } else if (always || asked.path("PidsLimit").isNumber()) {
      sent.put("PidsLimit", limits.pids());
    }
  }

  private static void requireNotNegative(long value, String name) throws RefusedException {
    if (value < 0) {
      throw RefusedException.malformed("HostConfig." + name + " is " + value);
    }
  }
}
