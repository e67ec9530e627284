package dev.airlock.broker.response;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.route.ApiVersion;
import java.util.List;

/// What a session needs to know of its engine; what is about the host beside it is left out.
public final class SystemView {
  /// Members of `/info` that say what the engine can do, and nothing about this host or its users.
  private static final List<String> INFO =
      List.of(
          "Driver",
          "Plugins",
          "MemoryLimit",
          "SwapLimit",
          "KernelMemoryTCP",
          "CpuCfsPeriod",
          "CpuCfsQuota",
          "CPUShares",
          "CPUSet",
          "PidsLimit",
          "IPv4Forwarding",
          "BridgeNfIptables",
          "BridgeNfIp6tables",
          "OomKillDisable",
          "SystemTime",
          "LoggingDriver",
          "CgroupDriver",
          "CgroupVersion",
          "KernelVersion",
          "OperatingSystem",
          "OSVersion",
          "OSType",
          "Architecture",
          "NCPU",
          "MemTotal",
          "IndexServerAddress",
          "ServerVersion",
          "DefaultRuntime",
          "ContainerdCommit",
          "RuncCommit",
          "InitCommit",
          "InitBinary",
          "SecurityOptions",
          "Isolation");

  private static final List<String> VERSION =
      List.of(
          "Platform",
          "Version",
          "ApiVersion",
          "MinAPIVersion",
          "GitCommit",
          "GoVersion",
          "Os",
          "Arch",
          "KernelVersion",
          "BuildTime",
          "Components");

  private SystemView() {}

  /// `/info`, with the session's own counts.
  ///
  /// @param containers the session's containers, as the engine lists them
  public static ObjectNode info(JsonNode engine, JsonNode containers, int images, Session session) {
    ObjectNode info = JsonNodeFactory.instance.objectNode();
    info.put("ID", "sandbox-" + session.policy().owner().sessionId());
    info.put("Containers", containers.size());
    info.put("ContainersRunning", count(containers, "running"));
    info.put("ContainersPaused", count(containers, "paused"));
    info.put("ContainersStopped", count(containers, "exited") + count(containers, "created"));
    info.put("Images", images);
    copy(engine, info, INFO);
    info.put("Name", "sandbox");
    info.put("DockerRootDir", "/var/lib/docker");
    info.putArray("DriverStatus");
    info.putArray("Labels");
    info.put("HttpProxy", "");
    info.put("HttpsProxy", "");
    info.put("NoProxy", "");
    info.put("Debug", false);
    info.put("ExperimentalBuild", false);
    info.put("LiveRestoreEnabled", false);
    info.putObject("Runtimes").putObject("runc").put("path", "runc");
    info.putObject("Swarm").put("LocalNodeState", "inactive");
    ObjectNode registries = info.putObject("RegistryConfig");
    registries.putArray("InsecureRegistryCIDRs");
    registries.putArray("Mirrors");
    registries.putObject("IndexConfigs");
    info.putArray("Warnings");
    return info;
  }

  private static int count(JsonNode containers, String state) {
    int count = 0;
    for (JsonNode container : containers) {
      count += container.path("State").asText("").equals(state) ? 1 : 0;
    }
    return count;
  }

  /// `/version`; the API goes no further than the broker's own knowledge of it.
  public static ObjectNode version(JsonNode engine, ApiVersion newest) {
    ObjectNode version = JsonNodeFactory.instance.objectNode();
    copy(engine, version, VERSION);
    version.put("ApiVersion", newest.toString());
    for (JsonNode component : version.path("Components")) {
      if (component.path("Details") instanceof ObjectNode details && details.has("ApiVersion")) {
        details.put("ApiVersion", newest.toString());
      }
    }
    return version;
  }

  private static void copy(JsonNode from, ObjectNode to, List<String> members) {
    for (String member : members) {
      if (from.has(member)) {
        to.set(member, from.get(member));
      }
    }
  }

  /// `/system/df`: what the session's own objects take.
  public static ObjectNode diskUsage(JsonNode engine, Session session) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    ArrayNode images = ImageView.list(engine.path("Images"), List.of(), session);
    long layers = 0;
    for (JsonNode image : images) {
      layers += image.path("Size").asLong();
    }
    shown.put("LayersSize", layers);
    shown.set("Images", images);
    shown.set("Containers", ContainerView.list(engine.path("Containers"), session));
    shown.set("Volumes", VolumeView.own(engine.path("Volumes"), session));
    shown.putArray("BuildCache");
    return shown;
  }
}
