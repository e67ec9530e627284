package dev.airlock.broker.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.RefusedException;
import dev.airlock.rules.ImageReference;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Capabilities, security options, namespaces, sysctls and ulimits of a container.
final class SecurityInspector {

  /// Those that stay within the container's namespaces: the engine's own default set, and three
  /// that tools need.
  ///
  /// IPC_LOCK is bounded by the memory limit; SYS_PTRACE sees the container's own processes;
  /// SYS_CHROOT is in the default set.
  static final Set<String> CAPABILITIES =
      Set.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "IPC_LOCK",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "NET_RAW",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT",
          "SYS_PTRACE");

  private static final String RYUK = "testcontainers/ryuk";

  private static final Pattern CAPABILITY = Pattern.compile("[A-Za-z][A-Za-z_]{1,40}");

  private static final Pattern NET_SYSCTL =
      Pattern.compile("net\\.(?:ipv4|ipv6|core|unix)\\.[a-z0-9_]+(?:\\.[a-z0-9_-]+)*");

  /// Those of the IPC namespace.
  private static final Set<String> IPC_SYSCTLS =
      Set.of(
          "kernel.msgmax",
          "kernel.msgmnb",
          "kernel.msgmni",
          "kernel.sem",
          "kernel.shmall",
          "kernel.shmmax",
          "kernel.shmmni",
          "kernel.shm_rmid_forced",
          "fs.mqueue.msg_default",
          "fs.mqueue.msg_max",
          "fs.mqueue.msgsize_default",
          "fs.mqueue.msgsize_max",
          "fs.mqueue.queues_max");

  /// Name to the highest value; -1 allows unlimited too, where the memory limit or the container
  /// bounds it anyway.
  private static final Map<String, Long> ULIMITS =
      Map.ofEntries(
          Map.entry("core", -1L),
          Map.entry("cpu", -1L),
          Map.entry("data", -1L),
          Map.entry("fsize", -1L),
          Map.entry("locks", -1L),
          Map.entry("memlock", -1L),
          Map.entry("msgqueue", -1L),
          Map.entry("nofile", 1_048_576L),
          Map.entry("nproc", -1L),
          Map.entry("rss", -1L),
          Map.entry("sigpending", -1L),
          Map.entry("stack", -1L));

  private SecurityInspector() {}

  static void inspect(Draft draft) throws RefusedException {
    privileged(draft);
    capabilities(draft);
    securityOptions(draft);
    namespaces(draft);
    sysctls(draft);
    ulimits(draft.askedHost(), draft.sentHost());
  }

  /// Testcontainers asks for a privileged Ryuk unless told otherwise. It needs no privilege, and it
  /// gets none.
  private static void privileged(Draft draft) throws RefusedException {
    if (JsonRead.flag(draft.askedHost(), "Privileged") && !isRyuk(draft)) {
      throw RefusedException.denied(Reason.PRIVILEGED_CONTAINER, "HostConfig.Privileged is true");
    }
  }

  private static boolean isRyuk(Draft draft) {
    return ImageReference.parse(
            JsonRead.text(draft.asked(), "Image"),
            draft.world().policy().images().defaultRegistry())
        .filter(image -> image.path().equals(RYUK) || image.path().endsWith("/" + RYUK))
        .isPresent();
  }

  private static void capabilities(Draft draft) throws RefusedException {
    Set<String> add = new TreeSet<>();
    for (String asked : JsonRead.texts(draft.askedHost(), "CapAdd")) {
      String name = capability(asked);
      if (!CAPABILITIES.contains(name)) {
        throw RefusedException.denied(
            Reason.CAPABILITY, "HostConfig.CapAdd has " + StrictJson.printable(asked));
      }
      add.add(name);
    }
    Set<String> drop = new TreeSet<>();
    for (String asked : JsonRead.texts(draft.askedHost(), "CapDrop")) {
      drop.add(capability(asked));
    }
    put(draft.sentHost(), "CapAdd", add);
    put(draft.sentHost(), "CapDrop", drop);
  }

  private static String capability(String asked) throws RefusedException {
    if (!CAPABILITY.matcher(asked).matches()) {
      throw RefusedException.malformed("'" + StrictJson.printable(asked) + "' is not a capability");
    }
    String upper = asked.toUpperCase(Locale.ROOT);
    return upper.startsWith("CAP_") ? upper.substring("CAP_".length()) : upper;
  }

  private static void put(ObjectNode parent, String key, Set<String> values) {
    if (!values.isEmpty()) {
      ArrayNode list = parent.putArray(key);
      values.forEach(list::add);
    }
  }

  /// The engine takes `key=value`, the old `key:value` and bare words.
  private static void securityOptions(Draft draft) throws RefusedException {
    for (String option : JsonRead.texts(draft.askedHost(), "SecurityOpt")) {
      int separator = option.indexOf('=') >= 0 ? option.indexOf('=') : option.indexOf(':');
      String key = separator < 0 ? option : option.substring(0, separator);
      String value = separator < 0 ? "" : option.substring(separator + 1);
      boolean harmless =
          switch (key) {
            case "no-new-privileges" -> separator < 0 || value.equals("true");
            case "apparmor" -> value.equals("docker-default");
            case "seccomp" -> value.equals("builtin");
            default -> false;
          };
      if (!harmless) {
        throw RefusedException.denied(
            Reason.SECURITY_OPTION,
            "HostConfig.SecurityOpt has '" + StrictJson.printable(option) + "'");
      }
    }
    draft.sentHost().putArray("SecurityOpt").add("no-new-privileges");
  }

  private static void namespaces(Draft draft) throws RefusedException {
    ObjectNode asked = draft.askedHost();
    ObjectNode sent = draft.sentHost();
    String pid = namespace(draft, "PidMode", Set.of(""));
    if (!pid.isEmpty()) {
      sent.put("PidMode", pid);
    }
    String ipc = namespace(draft, "IpcMode", Set.of("", "none", "private", "shareable"));
    sent.put("IpcMode", ipc.isEmpty() ? "private" : ipc);
    String cgroup = JsonRead.text(asked, "CgroupnsMode");
    if (!cgroup.isEmpty() && !cgroup.equals("private")) {
      throw RefusedException.denied(
          Reason.HOST_NAMESPACE,
          "HostConfig.CgroupnsMode is '" + StrictJson.printable(cgroup) + "'");
    }
    // On cgroup v1 the engine's default is the host's.
    sent.put("CgroupnsMode", "private");
  }

  private static String namespace(Draft draft, String key, Set<String> own)
      throws RefusedException {
    String mode = JsonRead.text(draft.askedHost(), key);
    if (own.contains(mode)) {
      return mode;
    }
    if (mode.startsWith("container:")) {
      return "container:"
          + References.container(draft.world(), mode.substring("container:".length())).id();
    }
    throw RefusedException.denied(
        Reason.HOST_NAMESPACE, "HostConfig." + key + " is '" + StrictJson.printable(mode) + "'");
  }

  private static void sysctls(Draft draft) throws RefusedException {
    ObjectNode sent = JsonRead.object();
    for (Map.Entry<String, JsonNode> entry :
        JsonRead.entries(draft.askedHost(), "Sysctls").entrySet()) {
      String name = entry.getKey();
      if (!NET_SYSCTL.matcher(name).matches() && !IPC_SYSCTLS.contains(name)) {
        throw RefusedException.denied(
            Reason.SYSCTL, "HostConfig.Sysctls has '" + StrictJson.printable(name) + "'");
      }
      String value = entry.getValue().textValue();
      if (!value.matches("[0-9A-Za-z \\t.,_-]{0,128}")) {
        throw RefusedException.malformed(
            "HostConfig.Sysctls: the value of '" + name + "' is not numbers or words");
      }
      sent.put(name, value);
    }
    if (!sent.isEmpty()) {
      draft.sentHost().set("Sysctls", sent);
    }
  }

  static void ulimits(ObjectNode asked, ObjectNode sent) throws RefusedException {
    for (JsonNode ulimit : JsonRead.items(asked, "Ulimits")) {
      String name = JsonRead.text(ulimit, "Name");
      Long most = ULIMITS.get(name);
      if (most == null) {
        throw RefusedException.denied(
            Reason.ULIMIT, "HostConfig.Ulimits has '" + StrictJson.printable(name) + "'");
      }
      ObjectNode kept =
          (sent.get("Ulimits") instanceof ArrayNode list ? list : sent.putArray("Ulimits"))
              .addObject()
              .put("Name", name);
      for (String side : new String[] {"Soft", "Hard"}) {
        long value = JsonRead.number(ulimit, side);
        if (value < -1 || (most >= 0 && (value < 0 || value > most))) {
          throw RefusedException.denied(
              Reason.ULIMIT,
              "HostConfig.Ulimits: " + side + " of " + name + " is " + value + ", at most " + most);
        }
        kept.put(side, value);
      }
    }
  }
}
