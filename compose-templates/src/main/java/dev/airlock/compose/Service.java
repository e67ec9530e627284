package dev.airlock.compose;

import static java.util.Objects.requireNonNull;

import dev.airlock.compose.SessionPlan.Limits;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One container of a session, as Compose or `docker run` starts it.
///
/// No service can be given a capability at will: {@link Walls} has two cases.
///
/// @param name its name inside the project
/// @param containerName its name on the engine
public record Service(
    String name,
    String containerName,
    String image,
    Program program,
    Confinement confinement,
    Attachment attachment,
    List<Mount> mounts,
    Life life,
    Map<String, String> labels) {

  public Service {
    requireNonNull(name, "name is null");
    requireNonNull(containerName, "containerName is null");
    requireNonNull(image, "image is null");
    requireNonNull(program, "program is null");
    requireNonNull(confinement, "confinement is null");
    requireNonNull(attachment, "attachment is null");
    requireNonNull(life, "life is null");
    mounts = List.copyOf(mounts);
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  /// What runs.
  ///
  /// @param entrypoint empty for the image's
  /// @param environment values, and names whose value comes from the environment of whoever starts
  ///   the project
  /// @param workingDirectory empty for the image's
  /// @param terminal whether it has a terminal
  public record Program(
      List<String> entrypoint,
      List<String> command,
      Map<String, EnvironmentValue> environment,
      String workingDirectory,
      boolean terminal) {
    public Program {
      entrypoint = List.copyOf(entrypoint);
      command = List.copyOf(command);
      environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
      requireNonNull(workingDirectory, "workingDirectory is null");
    }
  }

  /// The value of a variable.
  public sealed interface EnvironmentValue {
    record Literal(String value) implements EnvironmentValue {
      public Literal {
        requireNonNull(value, "value is null");
      }
    }

    /// A secret: it never stands in the file.
    record Secret(String variable) implements EnvironmentValue {
      public Secret {
        requireNonNull(variable, "variable is null");
      }
    }
  }

  /// As whom it runs and what it may use.
  ///
  /// @param groups further groups
  /// @param readOnly whether its root file system is
  public record Confinement(
      String user, List<Integer> groups, boolean readOnly, Limits limits, Walls walls) {
    public Confinement {
      requireNonNull(user, "user is null");
      requireNonNull(limits, "limits is null");
      requireNonNull(walls, "walls is null");
      groups = List.copyOf(groups);
    }

    Confinement(String user, List<Integer> groups, boolean readOnly, Limits limits) {
      this(user, groups, readOnly, limits, Walls.CLOSED);
    }
  }

  /// What the container runtime leaves a container.
  public enum Walls {
    /// No capability, and no way to one.
    CLOSED,
    /// What makes a user namespace with more than one user in it: two file capabilities, the system
    /// calls that the default filter holds back, and a TUN device for its network. Its processes
    /// have none of the two capabilities themselves.
    USER_NAMESPACE
  }

  /// Which network namespace it has.
  public sealed interface Attachment {
    /// Its own.
    ///
    /// @param aliases its further names on each of the project's networks, by the network's key
    /// @param hosts further lines of `/etc/hosts`: address by name
    record OwnNamespace(Map<String, List<String>> aliases, Map<String, String> hosts)
        implements Attachment {
      public OwnNamespace {
        aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
        hosts = Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
      }
    }

    /// That of another service.
    record Joined(String service, String container) implements Attachment {
      public Joined {
        requireNonNull(service, "service is null");
        requireNonNull(container, "container is null");
      }
    }
  }

  /// When it starts and what happens when it ends.
  ///
  /// @param restarts whether it comes back after a crash
  /// @param healthCommand what succeeds when it is ready; empty for none
  /// @param profiles Compose profiles without which it is not started
  /// @param after services that must be ready before it starts
  public record Life(
      boolean restarts, List<String> healthCommand, List<String> profiles, List<String> after) {
    public Life {
      healthCommand = List.copyOf(healthCommand);
      profiles = List.copyOf(profiles);
      after = List.copyOf(after);
    }
  }
}
