package dev.airlock.broker.schema;

import static dev.airlock.broker.schema.Field.dropped;
import static dev.airlock.broker.schema.Field.empty;
import static dev.airlock.broker.schema.Field.free;
import static dev.airlock.broker.schema.Field.inspected;
import static dev.airlock.broker.schema.Field.matching;
import static dev.airlock.broker.schema.Shapes.FLAG;
import static dev.airlock.broker.schema.Shapes.INT;
import static dev.airlock.broker.schema.Shapes.INTS;
import static dev.airlock.broker.schema.Shapes.TEXT;
import static dev.airlock.broker.schema.Shapes.TEXTS;
import static dev.airlock.broker.schema.Shapes.TEXT_MAP;
import static dev.airlock.broker.schema.Shapes.WORDS;
import static dev.airlock.broker.schema.Shapes.struct;

import dev.airlock.broker.policy.Reason;
import java.util.ArrayList;
import java.util.List;

/// The bodies of the other endpoints that have one.
public final class BodySchemas {

  private BodySchemas() {}

  /// `POST /containers/{id}/exec`.
  public static final Shape.Struct EXEC_CREATE =
      struct(
          empty("Privileged", FLAG, Reason.PRIVILEGED_CONTAINER, "root of the host"),
          matching("User", TEXT, "[A-Za-z0-9_.$@:-]{1,128}", "inside the container only"),
          free("Tty", FLAG, "streams of the exec"),
          free("AttachStdin", FLAG, "streams of the exec"),
          free("AttachStdout", FLAG, "streams of the exec"),
          free("AttachStderr", FLAG, "streams of the exec"),
          dropped("Detach", FLAG, "old clients send it here; start has it"),
          matching("DetachKeys", TEXT, "[A-Za-z0-9@\\[\\]^_,\\\\-]{1,64}", "keys of the terminal"),
          inspected("Env", TEXTS, "the proxy's variables are in the container already"),
          inspected(
              "WorkingDir", TEXT, "absolute and outside /proc, /sys and /dev (CVE-2024-21626)"),
          free("Cmd", WORDS, "runs in the container"),
          free("ConsoleSize", INTS, "height and width"),
          inspected("Container", TEXT, "docker-py repeats the path's container"),
          inspected("containerId", TEXT, "docker-java repeats the path's container"));

  /// `POST /exec/{id}/start`.
  public static final Shape.Struct EXEC_START =
      struct(
          free("Detach", FLAG, "whether the answer is a stream"),
          free("Tty", FLAG, "streams of the exec"),
          free("ConsoleSize", INTS, "height and width"));

  /// `POST /containers/{id}/update`.
  public static final Shape.Struct CONTAINER_UPDATE = update();

  /// `POST /commit`.
  public static final Shape.Struct COMMIT = commit();

  private static final Field IPAM_CONFIG =
      inspected(
          "Config",
          Shapes.items(
              inspected("Subnet", TEXT, "private and well-formed"),
              inspected("IPRange", TEXT, "private and well-formed"),
              inspected("Gateway", TEXT, "private and well-formed"),
              empty(
                  "AuxiliaryAddresses",
                  TEXT_MAP,
                  Reason.NETWORK_OPTION,
                  "no client of a sandbox needs it")),
          "private subnets");

  /// `POST /networks/create`.
  public static final Shape.Struct NETWORK_CREATE =
      struct(
          inspected("Name", TEXT, "not one of the session's plan"),
          dropped("CheckDuplicate", FLAG, "always on since API 1.44; sent as true"),
          inspected("Driver", TEXT, "bridge"),
          Field.oneOf("Scope", Reason.NETWORK_DRIVER, "swarm is the other one", "local"),
          inspected("EnableIPv4", FLAG, "always on"),
          dropped("enableIPv6", FLAG, "docker-java sends both spellings"),
          inspected("EnableIPv6", FLAG, "isolated like IPv4 where the engine can"),
          inspected(
              "IPAM",
              struct(
                  Field.oneOf("Driver", Reason.NETWORK_OPTION, "others are plug-ins", "default"),
                  empty("Options", TEXT_MAP, Reason.NETWORK_OPTION, "of a plug-in"),
                  IPAM_CONFIG),
              "subnets"),
          inspected("Internal", FLAG, "always on in an airlock"),
          dropped("Attachable", FLAG, "swarm"),
          empty("Ingress", FLAG, Reason.NETWORK_DRIVER, "swarm"),
          empty("ConfigOnly", FLAG, Reason.NETWORK_OPTION, "a template for other networks"),
          empty(
              "ConfigFrom",
              struct(
                  empty(
                      "Network",
                      TEXT,
                      Reason.NETWORK_OPTION,
                      "takes the options of another network")),
              Reason.NETWORK_OPTION,
              "takes the options of another network"),
          inspected(
              "Options", TEXT_MAP, "those of isolation are fixed; a few harmless ones are dropped"),
          inspected("Labels", TEXT_MAP, "none of ours; the session's are added"));

  /// `POST /networks/{id}/connect`.
  public static final Shape.Struct NETWORK_CONNECT =
      struct(
          inspected("Container", TEXT, "a container of the session's"),
          inspected("EndpointConfig", ContainerCreateSchema.ENDPOINT, "as in the create body"),
          dropped(
              "containerConfig",
              ContainerCreateSchema.ENDPOINT,
              "docker-java sends both spellings"));

  /// `POST /networks/{id}/disconnect`.
  public static final Shape.Struct NETWORK_DISCONNECT =
      struct(
          inspected("Container", TEXT, "a container of the session's"),
          free("Force", FLAG, "of the session's own"));

  /// `POST /volumes/create`.
  public static final Shape.Struct VOLUME_CREATE =
      struct(
          inspected("Name", TEXT, "translated to a name of the session's own"),
          inspected("Driver", TEXT, "empty or local"),
          empty("DriverOpts", TEXT_MAP, Reason.VOLUME_DRIVER, "type, o and device reach the host"),
          inspected("Labels", TEXT_MAP, "none of ours; the session's are added"),
          empty("ClusterVolumeSpec", struct(), Reason.SWARM, "swarm"));

  /// docker-java sends the query's parameters in the body too, where no engine reads them.
  private static Shape.Struct commit() {
    List<Field> fields = new ArrayList<>(ContainerCreateSchema.CONFIG);
    for (String name : List.of("containerId", "repository", "tag", "message", "author")) {
      fields.add(dropped(name, TEXT, "docker-java sends it; the query says it"));
    }
    fields.add(dropped("DisableNetwork", FLAG, "docker-java sends it; no engine reads it"));
    fields.add(dropped("Memory", INT, "docker-java sends it; no engine reads it"));
    fields.add(dropped("MemorySwap", INT, "docker-java sends it; no engine reads it"));
    return new Shape.Struct(fields);
  }

  private static Shape.Struct update() {
    List<Field> fields = new ArrayList<>(ContainerCreateSchema.RESOURCES);
    fields.add(ContainerCreateSchema.RESTART_POLICY);
    fields.add(dropped("Init", FLAG, "docker-java sends it; no engine reads it"));
    return new Shape.Struct(fields);
  }
}
