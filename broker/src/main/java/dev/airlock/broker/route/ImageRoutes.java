package dev.airlock.broker.route;

import static dev.airlock.broker.route.QueryKey.filters;
import static dev.airlock.broker.route.QueryKey.flag;
import static dev.airlock.broker.route.QueryKey.ignored;
import static dev.airlock.broker.route.QueryKey.integer;
import static dev.airlock.broker.route.QueryKey.json;
import static dev.airlock.broker.route.QueryKey.text;
import static dev.airlock.broker.route.QueryKey.texts;
import static dev.airlock.broker.route.Routes.denied;
import static dev.airlock.broker.route.Routes.open;

import dev.airlock.broker.policy.Reason;
import java.util.List;

/// Images, builds and registries.
final class ImageRoutes {

  private ImageRoutes() {}

  private static final String USABLE =
      "only images that a glob allows or that the session made; others are absent";
  private static final String OUTSIDE =
      "the engine would speak to a registry outside the session's egress rules";
  private static final String BUILDKIT =
      "BuildKit on the host's engine runs its steps and fetches its sources outside the airlock";
  private static final String CLASSIC = "set DOCKER_BUILDKIT=0 to build with the classic builder";

  static List<Route> routes() {
    return List.of(
        denied(
            "registry-login",
            "POST",
            "/auth",
            Reason.REGISTRY_AUTH,
            OUTSIDE + ", with any credentials and to any address",
            "log in outside the sandbox"),
        open(
                "image-build",
                "POST",
                "/build",
                "the classic builder only; bases that are missing, or all with pull, are pulled first by the rules of a pull; every other build that makes the engine itself fetch is refused",
                text("dockerfile"),
                texts("t"),
                texts("extrahosts"),
                text("remote"),
                flag("q"),
                flag("nocache"),
                json("cachefrom"),
                text("pull"),
                flag("rm"),
                flag("forcerm"),
                integer("memory"),
                integer("memswap"),
                integer("cpushares"),
                text("cpusetcpus"),
                text("cpusetmems"),
                integer("cpuperiod"),
                integer("cpuquota"),
                json("buildargs"),
                integer("shmsize"),
                flag("squash"),
                json("labels"),
                text("networkmode"),
                text("platform"),
                text("target"),
                text("outputs"),
                text("version"),
                text("cgroupparent"),
                json("ulimits"),
                text("isolation"),
                texts("securityopt"),
                text("session"),
                text("buildid"))
            .body(BodyKind.BUILD_CONTEXT)
            .answers(ResponseKind.BUILD_OUTPUT),
        denied(
            "build-cancel",
            "POST",
            "/build/cancel",
            Reason.BUILDKIT,
            "build ids are not bound to a session, and only BuildKit has them",
            "end the connection of the build"),
        open(
                "build-prune",
                "POST",
                "/build/prune",
                "answered by the broker: the classic builder has no cache beside its images, and BuildKit's is the host's",
                flag("all"),
                integer("keep-storage"),
                integer("reserved-space"),
                integer("max-used-space"),
                integer("min-free-space"),
                filters())
            .answers(ResponseKind.OWN),
        denied("buildkit-grpc", "POST", "/grpc", Reason.BUILDKIT, BUILDKIT, CLASSIC),
        denied("buildkit-session", "POST", "/session", Reason.BUILDKIT, BUILDKIT, CLASSIC),
        open(
                "image-commit",
                "POST",
                "/commit",
                "of the session's containers, to a tag of the session's own",
                text("container"),
                text("repo"),
                text("tag"),
                text("comment"),
                text("author"),
                flag("pause"),
                texts("changes"))
            .body(BodyKind.OPTIONAL_JSON)
            .answers(ResponseKind.COMMITTED),
        denied(
            "distribution-inspect",
            "GET",
            "/distribution/{name:path}/json",
            Reason.REGISTRY_QUERY,
            OUTSIDE,
            "pull the image instead"),
        open(
                "image-create",
                "POST",
                "/images/create",
                "a pull needs an image glob and, in an airlock, an egress rule for the registry; an import of the body gets a tag of the session's own",
                text("fromImage"),
                text("fromSrc"),
                text("repo"),
                text("tag"),
                text("message"),
                text("platform"),
                texts("changes"))
            .body(BodyKind.IMAGE_ARCHIVE)
            .answers(ResponseKind.IMAGE_OUTPUT)
            .keeping("x-registry-auth"),
        open("image-export-many", "GET", "/images/get", USABLE, texts("names"), json("platform"))
            .answers(ResponseKind.SAVED_IMAGES),
        open(
                "image-list",
                "GET",
                "/images/json",
                USABLE + "; the answer is filtered",
                flag("all"),
                filters(),
                flag("shared-size"),
                flag("digests"),
                flag("manifests"),
                flag("identity"),
                text("filter"),
                ignored("only_ids"))
            .answers(ResponseKind.LIST_IMAGES),
        open(
                "image-load",
                "POST",
                "/images/load",
                "the names in the archive become the session's own",
                flag("quiet"),
                json("platform"))
            .body(BodyKind.IMAGE_ARCHIVE)
            .answers(ResponseKind.IMAGE_OUTPUT),
        open(
                "image-prune",
                "POST",
                "/images/prune",
                "the broker removes the session's own images, one by one; pulled ones are the host's",
                filters())
            .answers(ResponseKind.OWN),
        denied(
            "image-search",
            "GET",
            "/images/search",
            Reason.REGISTRY_QUERY,
            OUTSIDE + ": a search term carries data out",
            "search outside the sandbox"),
        denied(
            "image-viz",
            "GET",
            "/images/viz",
            Reason.ENDPOINT_REMOVED,
            "removed in API 1.7",
            "use GET /images/json"),
        open(
                "image-remove",
                "DELETE",
                "/images/{name:path}",
                "the session's own tags and images only; parents stay",
                flag("force"),
                flag("noprune"),
                json("platforms"))
            .answers(ResponseKind.DELETED_IMAGES),
        denied(
            "image-attestations",
            "GET",
            "/images/{name:path}/attestations",
            Reason.REGISTRY_QUERY,
            "no client needs it, and it may fetch",
            "inspect the image"),
        open("image-export", "GET", "/images/{name:path}/get", USABLE, json("platform"))
            .answers(ResponseKind.SAVED_IMAGES),
        open("image-history", "GET", "/images/{name:path}/history", USABLE, json("platform"))
            .answers(ResponseKind.IMAGE_HISTORY),
        denied(
            "image-insert",
            "POST",
            "/images/{name:path}/insert",
            Reason.ENDPOINT_REMOVED,
            "removed in API 1.12",
            "build an image instead"),
        open(
                "image-inspect",
                "GET",
                "/images/{name:path}/json",
                USABLE,
                json("platform"),
                flag("manifests"))
            .answers(ResponseKind.INSPECT_IMAGE),
        denied(
            "image-push",
            "POST",
            "/images/{name:path}/push",
            Reason.IMAGE_PUSH,
            "a push carries data out past the egress rules",
            "push outside the sandbox"),
        open(
            "image-tag",
            "POST",
            "/images/{name:path}/tag",
            "the new tag is the session's own, whatever its name",
            text("repo"),
            text("tag"),
            flag("force")));
  }
}
