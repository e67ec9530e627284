package dev.airlock.cli.session;

import static java.util.Objects.requireNonNull;

import dev.airlock.cli.CliException;
import dev.airlock.cli.engine.Engine;
import dev.airlock.cli.setup.Images;
import dev.airlock.compose.SessionId;
import dev.airlock.compose.SessionLabels;
import dev.airlock.compose.SessionNames;
import dev.airlock.compose.SessionPlan;
import dev.airlock.compose.SessionPlan.DockerPlan;
import dev.airlock.compose.SessionPlan.Isolation;
import dev.airlock.compose.SessionPlan.NetworkPlan;
import dev.airlock.compose.SessionPlan.WorkloadPlan;
import dev.airlock.compose.SessionPlan.WorkspacePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/// Makes the plan of a session from what the user asked for and what the engine has.
public final class SessionPlanner {
  private final Engine engine;
  private final Images images;
  private final SessionRequest request;
  private final WorkspacePlan workspace;
  private final SessionId id = SessionId.random(new SecureRandom());

  /// @param home the user's home folder
  public SessionPlanner(Engine engine, Images images, SessionRequest request, Path home) {
    this.engine = requireNonNull(engine, "engine is null");
    this.images = requireNonNull(images, "images is null");
    this.request = requireNonNull(request, "request is null");
    this.workspace = WorkspaceFolder.require(request.workspace(), home, socket(engine));
  }

  /// Whether the broker is to run in this process.
  boolean embedsBroker() {
    return request.docker() instanceof DockerChoice.Broker broker
        && !request.airlock()
        && broker.placement() != BrokerPlacement.SIDECAR
        && !socket(engine).isEmpty();
  }

  /// Images of the engine that the command may use, beside the default ones.
  List<String> allowedImages() {
    return request.docker() instanceof DockerChoice.Broker broker
        ? broker.allowImages()
        : List.of();
  }

  /// The folder that siblings can mount from.
  String workspacePath() {
    return workspace.path();
  }

  SessionNames names() {
    return new SessionNames(id);
  }

  /// The plan with no broker in this process: what is printed.
  public SessionPlan printed() {
    return plan(SessionLabels.NOBODY, withoutEmbedding(), false);
  }

  /// The plan of a session that this process holds.
  SessionPlan held(DockerPlan docker, boolean terminal) {
    return plan(Holder.current().label(), docker, terminal);
  }

  /// Images of the engine that a private engine is given before the command starts.
  List<String> seeds() {
    return switch (request.docker()) {
      case DockerChoice.None _, DockerChoice.Broker _ -> List.of();
      case DockerChoice.Rootless rootless -> {
        // By the name that is typed, not by the digest of what it was built from.
        String hello = images.hello().replaceFirst(":[^:/]*$", ":latest");
        List<String> seeds = new ArrayList<>(List.of(hello));
        seeds.addAll(rootless.images());
        yield List.copyOf(seeds);
      }
    };
  }

  /// Docker by way of a sidecar, or none.
  DockerPlan withoutEmbedding() {
    return switch (request.docker()) {
      case DockerChoice.None _ -> new DockerPlan.None();
      case DockerChoice.Broker broker -> sidecar(broker);
      case DockerChoice.Rootless rootless ->
          new DockerPlan.Rootless(images.engine(), rootless.volume(), request.limits());
    };
  }

  private SessionPlan plan(String holder, DockerPlan docker, boolean terminal) {
    boolean ours = request.image().isEmpty();
    return new SessionPlan(
        names(),
        name(),
        holder,
        request.airlock()
            ? new NetworkPlan.Airlock(
                engine.isolatesGateways() ? Isolation.ISOLATED_GATEWAY : Isolation.INHIBITED_IPV4,
                request.allow())
            : new NetworkPlan.Bridge(),
        docker,
        workspace,
        new WorkloadPlan(
            ours ? images.agent() : request.image(),
            ours || request.image().equals(images.agent()),
            request.command(),
            terminal,
            request.limits()),
        images.gateway());
  }

  String name() {
    if (!request.name().isEmpty()) {
      return request.name();
    }
    Path folder = requireNonNull(Path.of(workspace.path()).getFileName(), "workspace is the root");
    String name =
        folder.toString().replaceAll("[^a-zA-Z0-9_.-]", "-").replaceFirst("^[^a-zA-Z0-9]+", "");
    return name.isEmpty() ? "session" : name.substring(0, Math.min(name.length(), 63));
  }

  private DockerPlan sidecar(DockerChoice.Broker broker) {
    String socket = socket(engine);
    if (socket.isEmpty()) {
      throw new CliException(
          "the engine at '" + engine.host() + "' has no socket that a broker can be given",
          "use an engine at a unix socket: DOCKER_HOST=unix:///var/run/docker.sock");
    }
    return new DockerPlan.Sidecar(socket, group(socket), broker.allowImages());
  }

  private static int group(String socket) {
    try {
      return (Integer) Files.getAttribute(Path.of(socket), "unix:gid");
    } catch (IOException | UnsupportedOperationException e) {
      throw new CliException(
          e,
          "cannot tell which group owns the engine's socket '" + socket + "'",
          "is it there? Look at DOCKER_HOST and the Docker context");
    }
  }

  /// The engine's socket on this machine; empty where it is reached otherwise.
  static String socket(Engine engine) {
    return engine.host().startsWith("unix://") ? engine.host().substring("unix://".length()) : "";
  }
}
