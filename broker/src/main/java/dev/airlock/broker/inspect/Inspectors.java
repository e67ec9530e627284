package dev.airlock.broker.inspect;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.airlock.broker.policy.RefusedException;
import dev.airlock.broker.route.Admission.Admitted;
import dev.airlock.broker.route.BodyKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// The decision on an admitted request: pure but for the spool files and look-ups that the world
/// hands in.
public final class Inspectors {

  /// What clients send where the engine reads nothing.
  private static final Set<String> MEANINGLESS = Set.of("", "{}", "null", "\"\"");

  private static final int OK = 200;

  private Inspectors() {}

  /// Decides; never throws for anything a client can send.
  ///
  /// @throws IOException if a spool file or a look-up fails: the server then denies
  public static Decision decide(Admitted request, Body body, World world) throws IOException {
    try {
      requireBodyOfKind(request.route().body(), body);
      return inspected(request, body, world);
    } catch (RefusedException e) {
      return new Decision.Refuse(e.refusal());
    }
  }

  /// SECURITY: before API 1.24 a body of `start` configured the container.
  private static void requireBodyOfKind(BodyKind kind, Body body) throws RefusedException {
    boolean fits =
        switch (kind) {
          case NONE -> body instanceof Body.Empty;
          case IGNORED ->
              body instanceof Body.Empty
                  || (body instanceof Body.Bytes(byte[] content)
                      && MEANINGLESS.contains(
                          new String(content, StandardCharsets.ISO_8859_1).strip()));
          case JSON, OPTIONAL_JSON -> !(body instanceof Body.Spooled);
          case BUILD_CONTEXT, IMAGE_ARCHIVE, CONTAINER_ARCHIVE ->
              !(body instanceof Body.Bytes(byte[] content)) || content.length == 0;
        };
    if (!fits) {
      throw RefusedException.malformed("the request has a body, which its endpoint has not");
    }
  }

  private static Decision inspected(Admitted request, Body body, World world)
      throws RefusedException, IOException {
    String id = request.route().id();
    return switch (id) {
      case "container-create" -> ContainerCreateInspector.decide(request, body, world);
      case "container-list",
          "container-prune",
          "network-list",
          "network-list-slash",
          "network-prune",
          "volume-list",
          "volume-prune" ->
          FilterInspector.owned(request, world);
      case "container-archive-put" -> ArchiveInspector.put(request, body, world);
      case "exec-inspect", "exec-resize", "exec-start" ->
          ContainerInspector.exec(request, body, world);
      case "network-create" -> NetworkRequestInspector.create(request, body, world);
      case "network-connect" -> NetworkRequestInspector.connect(request, body, world);
      case "network-disconnect" -> NetworkRequestInspector.disconnect(request, body, world);
      case "network-inspect", "network-remove" -> network(request, world);
      case "volume-create" -> VolumeInspector.create(request, body, world);
      case "volume-inspect", "volume-remove" -> volume(request, world);
      case "image-list" -> FilterInspector.images(request, world);
      case "image-inspect", "image-history", "image-export" -> ImageInspector.read(request, world);
      case "image-export-many" -> ImageInspector.exportMany(request, world);
      case "image-tag" -> ImageInspector.tag(request, world);
      case "image-remove" -> ImageInspector.remove(request, world);
      case "image-commit" -> ImageInspector.commit(request, body, world);
      case "image-create" -> ImageInspector.create(request, body, world);
      case "image-prune" -> PruneInspector.images(request, world);
      case "build-prune" -> PruneInspector.buildCache(request, world);
      case "image-load" -> LoadInspector.load(request, body, world);
      case "image-build" -> BuildInspector.build(request, body, world);
      case "events" -> FilterInspector.events(request, world);
      case "ping", "ping-head", "info", "version", "disk-usage" ->
          Upstream.to(request).path(request.route().template()).sameQuery().forward();
      case "options" -> new Decision.Answer(OK, MissingNode.getInstance());
      default -> {
        if (request.route().template().startsWith("/containers/{id}")) {
          yield ContainerInspector.decide(request, body, world);
        }
        // SECURITY: a route without an inspector is closed, whatever its verdict.
        throw new IllegalStateException("no inspector for " + id);
      }
    };
  }

  private static Decision network(Admitted request, World world) throws RefusedException {
    String id = References.network(world, request.path("id")).id();
    Upstream upstream = Upstream.to(request).path("/networks/", id, "").sameQuery();
    return request.method().equals("DELETE")
        ? upstream.forward(new Effect.NetworkRemoved(id))
        : upstream.forward();
  }

  private static Decision volume(Admitted request, World world) throws RefusedException {
    String name = References.volume(world, request.path("name"));
    Upstream upstream = Upstream.to(request).path("/volumes/", name, "").sameQuery();
    return request.method().equals("DELETE")
        ? upstream.forward(new Effect.VolumeRemoved(name))
        : upstream.forward();
  }
}
