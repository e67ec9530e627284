package dev.airlock.compose;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// Everything that decides what a session is made of; the Compose project and the workload's
/// `docker run` follow from it and from nothing else.
///
/// @param name the session's name as the user knows it
/// @param holder the process that keeps the session alive, see {@link SessionLabels#HOLDER}
/// @param gatewayImage the image of pod, broker and egress proxy
public record SessionPlan(
    SessionNames names,
    String name,
    String holder,
    NetworkPlan network,
    DockerPlan docker,
    WorkspacePlan workspace,
    WorkloadPlan workload,
    String gatewayImage) {

  public SessionPlan {
    requireNonNull(names, "names is null");
    requireNonNull(name, "name is null");
    requireNonNull(holder, "holder is null");
    requireNonNull(network, "network is null");
    requireNonNull(docker, "docker is null");
    requireNonNull(workspace, "workspace is null");
    requireNonNull(workload, "workload is null");
    requireNonNull(gatewayImage, "gatewayImage is null");
  }

  /// What the session's network lets out.
  public sealed interface NetworkPlan {
    /// Only what the egress proxy allows.
    ///
    /// @param rules the egress proxy's rules, as the user wrote them
    record Airlock(Isolation isolation, List<String> rules) implements NetworkPlan {
      public Airlock {
        requireNonNull(isolation, "isolation is null");
        rules = List.copyOf(rules);
      }
    }

    /// Everything: an ordinary bridge network.
    record Bridge() implements NetworkPlan {}
  }

  /// How the engine keeps an internal network away from the host itself.
  public enum Isolation {
    /// Engine 28 and newer: a bridge without any address on the host's side, IPv4 and IPv6.
    ISOLATED_GATEWAY,
    /// Engines 26 and 27 accept the isolated gateway and ignore it: no IPv4 address on the bridge,
    /// and no IPv6 at all.
    INHIBITED_IPV4
  }

  /// How the workload comes by a Docker.
  public sealed interface DockerPlan {
    record None() implements DockerPlan {}

    /// The broker in a container of the session's pod.
    ///
    /// @param engineSocket the engine's socket on the engine's machine
    /// @param engineGroup the group that may use that socket
    /// @param allowedImages globs, as the user wrote them
    record Sidecar(String engineSocket, int engineGroup, List<String> allowedImages)
        implements DockerPlan {
      public Sidecar {
        requireNonNull(engineSocket, "engineSocket is null");
        allowedImages = List.copyOf(allowedImages);
      }
    }

    /// The broker in the launcher's own process.
    ///
    /// @param socketFolder the folder on this machine that holds its socket
    /// @param gatewayAddress this machine's address on the session's network, where published ports
    ///   are found
    record Embedded(String socketFolder, String gatewayAddress) implements DockerPlan {
      public Embedded {
        requireNonNull(socketFolder, "socketFolder is null");
        requireNonNull(gatewayAddress, "gatewayAddress is null");
      }
    }

    /// A private engine without root, in the pod's network namespace.
    ///
    /// @param image the engine's image
    /// @param volume what it keeps survives the session in the volume of this name; empty for a
    ///   volume that goes with the session
    /// @param limits what the engine and everything it starts may use together
    record Rootless(String image, String volume, Limits limits) implements DockerPlan {
      public Rootless {
        requireNonNull(image, "image is null");
        requireNonNull(volume, "volume is null");
        requireNonNull(limits, "limits is null");
      }
    }
  }

  /// The folder that the workload works in, at the same path inside, and who owns it.
  public record WorkspacePlan(String path, int uid, int gid) {
    public WorkspacePlan {
      requireNonNull(path, "path is null");
      if (ReservedUsers.isReserved(uid)) {
        throw new IllegalArgumentException("uid " + uid + " is reserved for a sidecar");
      }
    }

    String user() {
      return uid + ":" + gid;
    }
  }

  /// The container with the agent or command.
  ///
  /// @param linksDockerSocket whether the image has `/var/run/docker.sock` as a link to the
  ///   broker's socket
  /// @param terminal whether it gets a terminal
  public record WorkloadPlan(
      String image,
      boolean linksDockerSocket,
      List<String> command,
      boolean terminal,
      Limits limits) {
    public WorkloadPlan {
      requireNonNull(image, "image is null");
      requireNonNull(limits, "limits is null");
      command = List.copyOf(command);
    }
  }

  /// What a container may use.
  ///
  /// @param memoryBytes the upper bound of memory and swap together
  /// @param cpus in the engine's notation, as `2` or `1.5`; empty for all
  /// @param processes how many processes and threads
  public record Limits(long memoryBytes, String cpus, int processes) {
    public Limits {
      requireNonNull(cpus, "cpus is null");
    }
  }
}
