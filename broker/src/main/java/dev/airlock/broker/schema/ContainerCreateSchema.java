package dev.airlock.broker.schema;

import static dev.airlock.broker.schema.Field.absent;
import static dev.airlock.broker.schema.Field.dropped;
import static dev.airlock.broker.schema.Field.empty;
import static dev.airlock.broker.schema.Field.free;
import static dev.airlock.broker.schema.Field.inspected;
import static dev.airlock.broker.schema.Field.matching;
import static dev.airlock.broker.schema.Field.range;
import static dev.airlock.broker.schema.Shapes.FLAG;
import static dev.airlock.broker.schema.Shapes.INT;
import static dev.airlock.broker.schema.Shapes.INTS;
import static dev.airlock.broker.schema.Shapes.SET;
import static dev.airlock.broker.schema.Shapes.TEXT;
import static dev.airlock.broker.schema.Shapes.TEXTS;
import static dev.airlock.broker.schema.Shapes.TEXT_MAP;
import static dev.airlock.broker.schema.Shapes.WORDS;
import static dev.airlock.broker.schema.Shapes.struct;

import dev.airlock.broker.policy.Reason;
import java.util.ArrayList;
import java.util.List;

/// The body of `POST /containers/create`: every field, what becomes of it, and why.
public final class ContainerCreateSchema {

  private ContainerCreateSchema() {}

  private static final String WINDOWS = "Windows only";
  private static final String OPERATIONAL = "what the engine answers, never what it is asked";

  private static final Field HEALTHCHECK =
      free(
          "Healthcheck",
          struct(
              free("Test", TEXTS, "runs in the container itself"),
              range("Interval", 0, Long.MAX_VALUE, Reason.OPTION_NOT_ALLOWED, "nanoseconds"),
              range("Timeout", 0, Long.MAX_VALUE, Reason.OPTION_NOT_ALLOWED, "nanoseconds"),
              range("StartPeriod", 0, Long.MAX_VALUE, Reason.OPTION_NOT_ALLOWED, "nanoseconds"),
              range("StartInterval", 0, Long.MAX_VALUE, Reason.OPTION_NOT_ALLOWED, "nanoseconds"),
              range("Retries", 0, 1_000_000, Reason.OPTION_NOT_ALLOWED, "a count")),
          "commands in the container itself");

  /// The fields of the container's own configuration, which commit has too.
  static final List<Field> CONFIG =
      List.of(
          matching("Hostname", TEXT, "[A-Za-z0-9_.-]{1,253}", "the container's own UTS namespace"),
          matching(
              "Domainname", TEXT, "[A-Za-z0-9_.-]{1,253}", "the container's own UTS namespace"),
          matching("User", TEXT, "[A-Za-z0-9_.$@:-]{1,128}", "inside the container only"),
          free("AttachStdin", FLAG, "streams of the container"),
          free("AttachStdout", FLAG, "streams of the container"),
          free("AttachStderr", FLAG, "streams of the container"),
          inspected("ExposedPorts", SET, "keys are ports; published virtually"),
          free("Tty", FLAG, "streams of the container"),
          free("OpenStdin", FLAG, "streams of the container"),
          free("StdinOnce", FLAG, "streams of the container"),
          inspected("Env", TEXTS, "the proxy's variables are added; no GPU by variable"),
          free("Cmd", WORDS, "runs in the container"),
          HEALTHCHECK,
          dropped("ArgsEscaped", FLAG, WINDOWS),
          inspected("Image", TEXT, "images by name: what a glob allows and what the session made"),
          inspected("Volumes", SET, "become labelled anonymous volumes"),
          inspected(
              "WorkingDir", TEXT, "absolute and outside /proc, /sys and /dev (CVE-2024-21626)"),
          free("Entrypoint", WORDS, "runs in the container"),
          free("NetworkDisabled", FLAG, "only takes away"),
          empty(
              "MacAddress",
              TEXT,
              Reason.NETWORK_OPTION,
              "removed in API 1.52; per endpoint instead"),
          free("OnBuild", TEXTS, "ignored at run; of a commit read again by each build on it"),
          inspected("Labels", TEXT_MAP, "none of ours; the session's are added"),
          matching("StopSignal", TEXT, "[A-Za-z0-9+-]{1,20}", "to the container's own process"),
          range("StopTimeout", -1, 3600, Reason.OPTION_NOT_ALLOWED, "delays the session's end"),
          free("Shell", TEXTS, "runs in the container"),
          absent(
              "PortSpecs",
              TEXTS,
              Reason.OPTION_NOT_ALLOWED,
              "docker-java sends null; no engine reads it"));

  /// The endpoint of a container in a network; also of `network connect`.
  public static final Shape.Struct ENDPOINT =
      struct(
          inspected(
              "IPAMConfig",
              struct(
                  inspected("IPv4Address", TEXT, "a literal in the session's own network"),
                  inspected("IPv6Address", TEXT, "a literal in the session's own network"),
                  empty(
                      "LinkLocalIPs",
                      TEXTS,
                      Reason.NETWORK_OPTION,
                      "addresses outside the subnet")),
              "in networks of the session only"),
          inspected("Links", TEXTS, "resolved through ownership"),
          inspected("Aliases", TEXTS, "names in the session's own networks; not the proxy's"),
          matching(
              "MacAddress",
              TEXT,
              "(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}",
              "in networks of the session only"),
          empty("DriverOpts", TEXT_MAP, Reason.NETWORK_OPTION, "sets sysctls and interface names"),
          range(
              "GwPriority",
              Integer.MIN_VALUE,
              Integer.MAX_VALUE,
              Reason.NETWORK_OPTION,
              "every network of the session is isolated alike"),
          empty("NetworkID", TEXT, Reason.NETWORK_OPTION, OPERATIONAL),
          empty("EndpointID", TEXT, Reason.NETWORK_OPTION, OPERATIONAL),
          empty("Gateway", TEXT, Reason.NETWORK_OPTION, OPERATIONAL),
          empty("IPAddress", TEXT, Reason.NETWORK_OPTION, OPERATIONAL),
          empty("IPPrefixLen", INT, Reason.NETWORK_OPTION, OPERATIONAL),
          empty("IPv6Gateway", TEXT, Reason.NETWORK_OPTION, OPERATIONAL),
          empty("GlobalIPv6Address", TEXT, Reason.NETWORK_OPTION, OPERATIONAL),
          empty("GlobalIPv6PrefixLen", INT, Reason.NETWORK_OPTION, OPERATIONAL),
          empty("DNSNames", TEXTS, Reason.NETWORK_OPTION, OPERATIONAL));

  private static final Field NETWORKING =
      inspected(
          "NetworkingConfig",
          new Shape.Struct(
              List.of(
                  inspected(
                      "EndpointsConfig",
                      new Shape.Entries(ENDPOINT),
                      "keys are networks, resolved through ownership")),
              true), // docker-py sends {"NETWORK": null}
          "which networks the container joins");

  private static final Shape RATES =
      Shapes.items(
          empty("Path", TEXT, Reason.DEVICE, "the engine looks it up on the host"),
          empty("Rate", INT, Reason.DEVICE, "belongs to a device"));

  private static final Shape WEIGHTS =
      Shapes.items(
          empty("Path", TEXT, Reason.DEVICE, "the engine looks it up on the host"),
          empty("Weight", INT, Reason.DEVICE, "belongs to a device"));

  private static final Shape ULIMITS =
      Shapes.items(
          inspected("Name", TEXT, "those that stay within the container"),
          inspected("Soft", INT, "at most the documented limit"),
          inspected("Hard", INT, "at most the documented limit"));

  /// Limits, which update has too.
  static final List<Field> RESOURCES =
      List.of(
          range("CpuShares", 0, 262_144, Reason.OPTION_NOT_ALLOWED, "a weight among containers"),
          inspected("Memory", INT, "at most the limit of a container, which is the default"),
          empty("CgroupParent", TEXT, Reason.CGROUP, "leaves the limits of the session"),
          range("BlkioWeight", 0, 1000, Reason.OPTION_NOT_ALLOWED, "a weight among containers"),
          empty("BlkioWeightDevice", WEIGHTS, Reason.DEVICE, "paths on the host"),
          empty("BlkioDeviceReadBps", RATES, Reason.DEVICE, "paths on the host"),
          empty("BlkioDeviceWriteBps", RATES, Reason.DEVICE, "paths on the host"),
          empty("BlkioDeviceReadIOps", RATES, Reason.DEVICE, "paths on the host"),
          empty("BlkioDeviceWriteIOps", RATES, Reason.DEVICE, "paths on the host"),
          inspected("CpuPeriod", INT, "with CpuQuota at most the limit of a container"),
          inspected("CpuQuota", INT, "at most the limit of a container, which is the default"),
          empty("CpuRealtimePeriod", INT, Reason.OPTION_NOT_ALLOWED, "starves the host"),
          empty("CpuRealtimeRuntime", INT, Reason.OPTION_NOT_ALLOWED, "starves the host"),
          matching("CpusetCpus", TEXT, "[0-9,-]{1,256}", "only takes away"),
          matching("CpusetMems", TEXT, "[0-9,-]{1,256}", "only takes away"),
          empty(
              "Devices",
              Shapes.items(
                  empty("PathOnHost", TEXT, Reason.DEVICE, "a device of the host"),
                  empty("PathInContainer", TEXT, Reason.DEVICE, "belongs to a device"),
                  empty("CgroupPermissions", TEXT, Reason.DEVICE, "belongs to a device")),
              Reason.DEVICE,
              "devices of the host"),
          empty("DeviceCgroupRules", TEXTS, Reason.DEVICE, "with mknod any disk"),
          empty(
              "DeviceRequests",
              Shapes.items(
                  empty("Driver", TEXT, Reason.DEVICE, "GPU or CDI"),
                  empty("Count", INT, Reason.DEVICE, "GPU or CDI"),
                  empty("DeviceIDs", TEXTS, Reason.DEVICE, "GPU or CDI"),
                  empty("Capabilities", new Shape.Items(TEXTS), Reason.DEVICE, "GPU or CDI"),
                  empty("Options", TEXT_MAP, Reason.DEVICE, "GPU or CDI")),
              Reason.DEVICE,
              "devices of the host"),
          dropped("KernelMemory", INT, "removed in API 1.42"),
          dropped("KernelMemoryTCP", INT, "removed in API 1.52"),
          inspected("MemoryReservation", INT, "at most Memory"),
          inspected("MemorySwap", INT, "at most twice Memory; never unlimited"),
          range(
              "MemorySwappiness",
              -1,
              100,
              Reason.OPTION_NOT_ALLOWED,
              "of the container's own pages"),
          inspected("NanoCpus", INT, "at most the limit of a container"),
          empty(
              "NanoCPUs",
              INT,
              Reason.CGROUP,
              "a spelling of old documents; Go folds it onto NanoCpus"),
          empty("OomKillDisable", FLAG, Reason.OPTION_NOT_ALLOWED, "can hang the host"),
          inspected("PidsLimit", INT, "at most the limit of a container, which is the default"),
          inspected("Ulimits", ULIMITS, "a fixed list of names with upper bounds"),
          dropped("CpuCount", INT, WINDOWS),
          dropped("CpuPercent", INT, WINDOWS),
          dropped("IOMaximumIOps", INT, WINDOWS),
          dropped("IOMaximumBandwidth", INT, WINDOWS));

  static final Field RESTART_POLICY =
      inspected(
          "RestartPolicy",
          struct(
              inspected(
                  "Name",
                  TEXT,
                  "always and unless-stopped become on-failure: nothing outlives the session"),
              inspected("MaximumRetryCount", INT, "a count")),
          "nothing outlives the session");

  private static final Shape MOUNTS =
      Shapes.items(
          inspected("Type", TEXT, "bind, volume, tmpfs or image"),
          inspected(
              "Source", TEXT, "in the workspace; a volume of the session's; an allowed image"),
          inspected("Target", TEXT, "absolute; not /, /proc, /sys or /dev"),
          inspected("ReadOnly", FLAG, "kept"),
          dropped("Consistency", TEXT, "macOS only"),
          inspected(
              "BindOptions",
              struct(
                  inspected("Propagation", TEXT, "private only: others leak mounts"),
                  dropped("NonRecursive", FLAG, "a volume has no mounts below it"),
                  inspected("CreateMountpoint", FLAG, "makes the folder in the workspace"),
                  dropped("ReadOnlyNonRecursive", FLAG, "a volume has no mounts below it"),
                  dropped("ReadOnlyForceRecursive", FLAG, "a volume has no mounts below it")),
              "a bind becomes a volume on the workspace with a subpath"),
          inspected(
              "VolumeOptions",
              struct(
                  inspected("NoCopy", FLAG, "kept"),
                  inspected("Labels", TEXT_MAP, "none of ours; the session's are added"),
                  inspected("Subpath", TEXT, "clean and relative"),
                  inspected(
                      "DriverConfig",
                      struct(
                          inspected("Name", TEXT, "empty or local"),
                          empty(
                              "Options",
                              TEXT_MAP,
                              Reason.VOLUME_DRIVER,
                              "type, o and device reach the host")),
                      "local driver without options")),
              "volumes of the session"),
          inspected(
              "TmpfsOptions",
              struct(
                  inspected("SizeBytes", INT, "counts as the container's memory"),
                  inspected("Mode", INT, "permission bits"),
                  empty("Options", new Shape.Items(TEXTS), Reason.MOUNT_OPTION, "exec, dev, suid")),
              "memory of the container"),
          inspected(
              "ImageOptions",
              struct(inspected("Subpath", TEXT, "clean and relative")),
              "an image that is allowed by name"),
          empty("ClusterOptions", struct(), Reason.MOUNT_TYPE, "swarm"));

  /// `HostConfig` in it.
  public static final Shape.Struct HOST_CONFIG = hostConfig();

  /// The whole body.
  public static final Shape.Struct BODY = body();

  private static Shape.Struct body() {
    List<Field> fields = new ArrayList<>(CONFIG);
    fields.add(inspected("HostConfig", HOST_CONFIG, "what the container may have of the host"));
    fields.add(NETWORKING);
    return new Shape.Struct(fields);
  }

  private static Shape.Struct hostConfig() {
    List<Field> fields = new ArrayList<>(RESOURCES);
    fields.addAll(mountsAndNetwork());
    fields.addAll(isolation());
    fields.addAll(rest());
    return new Shape.Struct(fields);
  }

  private static List<Field> mountsAndNetwork() {
    return List.of(
        inspected(
            "Binds", TEXTS, "become mounts: volumes of the session, or subpaths of the workspace"),
        inspected("Mounts", MOUNTS, "as Binds"),
        inspected("Tmpfs", TEXT_MAP, "a fixed list of options"),
        empty(
            "VolumeDriver", TEXT, Reason.VOLUME_DRIVER, "names a plug-in for the volumes of Binds"),
        inspected("VolumesFrom", TEXTS, "a container of the session's"),
        inspected(
            "NetworkMode", TEXT, "the airlock, none, or a network or container of the session's"),
        inspected(
            "PortBindings",
            new Shape.Entries(
                Shapes.items(
                    inspected("HostIp", TEXT, "an address literal"),
                    inspected("HostPort", TEXT, "a port or a range"))),
            "virtual: nothing is published on the host"),
        inspected("PublishAllPorts", FLAG, "virtual: nothing is published on the host"),
        inspected("Links", TEXTS, "resolved through ownership"),
        inspected("Dns", TEXTS, "a way out by name resolution in an airlock"),
        matching("DnsOptions", TEXTS, "[A-Za-z0-9:_-]{1,64}", "for the engine's own resolver"),
        matching("DnsSearch", TEXTS, "\\.|[A-Za-z0-9_.-]{1,253}", "for the engine's own resolver"),
        inspected("ExtraHosts", TEXTS, "address literals; host-gateway is the host"));
  }

  private static List<Field> isolation() {
    return List.of(
        inspected("Privileged", FLAG, "root of the host: refused; of Ryuk not taken over"),
        inspected("CapAdd", TEXTS, "those that stay within the container"),
        inspected("CapDrop", TEXTS, "only takes away"),
        empty("Capabilities", TEXTS, Reason.CAPABILITY, "an exact set; only in API 1.40"),
        inspected("SecurityOpt", TEXTS, "no-new-privileges is always there; nothing is loosened"),
        absent(
            "MaskedPaths", TEXTS, Reason.PROC_PATHS, "an empty list unmasks /proc/kcore and more"),
        absent("ReadonlyPaths", TEXTS, Reason.PROC_PATHS, "an empty list makes /proc/sys writable"),
        empty("Runtime", TEXT, Reason.RUNTIME, "the host's default runtime is the host's choice"),
        inspected("PidMode", TEXT, "its own, or of a container of the session's"),
        inspected("IpcMode", TEXT, "its own, or of a container of the session's"),
        empty("UTSMode", TEXT, Reason.HOST_NAMESPACE, "only host is another value"),
        empty("UsernsMode", TEXT, Reason.HOST_NAMESPACE, "only host is another value"),
        inspected("CgroupnsMode", TEXT, "always private"),
        empty("Cgroup", TEXT, Reason.CGROUP, "joins the cgroup of another container"),
        inspected("Sysctls", TEXT_MAP, "those of the container's own namespaces"),
        empty("Annotations", TEXT_MAP, Reason.ANNOTATION, "the runtime obeys some"),
        matching("GroupAdd", TEXTS, "[A-Za-z0-9_.-]{1,64}", "nothing of the host is mounted"),
        range(
            "OomScoreAdj",
            0,
            1000,
            Reason.OPTION_NOT_ALLOWED,
            "a negative one protects it from the host"),
        Field.oneOf("Isolation", Reason.OPTION_NOT_ALLOWED, WINDOWS, "default"));
  }

  private static List<Field> rest() {
    return List.of(
        free("AutoRemove", FLAG, "of the session's own"),
        free("Init", FLAG, "inside the container"),
        free("ReadonlyRootfs", FLAG, "only takes away"),
        range(
            "ShmSize",
            0,
            Long.MAX_VALUE,
            Reason.OPTION_NOT_ALLOWED,
            "counts as the container's memory"),
        inspected("StorageOpt", TEXT_MAP, "a size, which only takes away"),
        inspected(
            "LogConfig",
            struct(
                Field.oneOf(
                    "Type",
                    Reason.LOG_DRIVER,
                    "others send data out or read the host",
                    "json-file",
                    "local",
                    "none"),
                inspected("Config", TEXT_MAP, "a fixed list of keys")),
            "local files only"),
        RESTART_POLICY,
        free("ConsoleSize", INTS, "height and width"),
        dropped("ContainerIDFile", TEXT, "the client's own file"),
        dropped("DiskQuota", INT, "removed in API 1.40"),
        empty("LxcConf", TEXT_MAP, Reason.OPTION_NOT_ALLOWED, "removed with its driver"));
  }
}
