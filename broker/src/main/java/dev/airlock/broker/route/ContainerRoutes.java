package dev.airlock.broker.route;

import static dev.airlock.broker.route.QueryKey.filters;
import static dev.airlock.broker.route.QueryKey.flag;
import static dev.airlock.broker.route.QueryKey.ignored;
import static dev.airlock.broker.route.QueryKey.integer;
import static dev.airlock.broker.route.QueryKey.text;
import static dev.airlock.broker.route.QueryKey.time;
import static dev.airlock.broker.route.Routes.denied;
import static dev.airlock.broker.route.Routes.open;

import dev.airlock.broker.policy.Reason;
import java.util.List;

/// Containers and what runs in them.
final class ContainerRoutes {

  private ContainerRoutes() {}

  private static final String OWNED =
      "only a container of the session's; its full id goes upstream";
  private static final String CHECKPOINT =
      "a checkpoint's folder is a path on the host, read and written as root";
  private static final String NO_CHECKPOINT = "checkpoints are not available in a sandbox";

  static List<Route> routes() {
    return List.of(
        open(
                "container-create",
                "POST",
                "/containers/create",
                "the main policy point: every field of the body has a rule",
                text("name"),
                text("platform"))
            .body(BodyKind.JSON)
            .answers(ResponseKind.CREATED_CONTAINER),
        open(
                "container-list",
                "GET",
                "/containers/json",
                "the session's own only: an owner filter goes upstream and the answer is filtered",
                flag("all"),
                integer("limit"),
                flag("size"),
                filters(),
                ignored("trunc_cmd"),
                ignored("since"),
                ignored("before"))
            .answers(ResponseKind.LIST_CONTAINERS),
        open(
                "container-prune",
                "POST",
                "/containers/prune",
                "the session's own only: an owner filter goes upstream, and label filters all have to match",
                filters())
            .answers(ResponseKind.PRUNED_CONTAINERS),
        open(
            "container-remove",
            "DELETE",
            "/containers/{id}",
            OWNED,
            flag("v"),
            flag("force"),
            flag("link")),
        open("container-archive-get", "GET", "/containers/{id}/archive", OWNED, text("path")),
        open("container-archive-head", "HEAD", "/containers/{id}/archive", OWNED, text("path")),
        open(
                "container-archive-put",
                "PUT",
                "/containers/{id}/archive",
                "plain tar only, read strictly and written anew: the engine unpacks it as root",
                text("path"),
                flag("noOverwriteDirNonDir"),
                flag("copyUIDGID"))
            .body(BodyKind.CONTAINER_ARCHIVE),
        open(
                "container-attach",
                "POST",
                "/containers/{id}/attach",
                OWNED,
                text("detachKeys"),
                flag("logs"),
                flag("stream"),
                flag("stdin"),
                flag("stdout"),
                flag("stderr"))
            .answers(ResponseKind.HIJACK)
            .keeping("upgrade"),
        denied(
            "container-attach-websocket",
            "GET",
            "/containers/{id}/attach/ws",
            Reason.ATTACH_WEBSOCKET,
            "a second protocol for what attach does",
            "use POST /containers/{id}/attach"),
        open("container-changes", "GET", "/containers/{id}/changes", OWNED),
        denied(
            "checkpoint-list",
            "GET",
            "/containers/{id}/checkpoints",
            Reason.CHECKPOINT,
            CHECKPOINT,
            NO_CHECKPOINT),
        denied(
            "checkpoint-create",
            "POST",
            "/containers/{id}/checkpoints",
            Reason.CHECKPOINT,
            CHECKPOINT,
            NO_CHECKPOINT),
        denied(
            "checkpoint-remove",
            "DELETE",
            "/containers/{id}/checkpoints/{checkpoint}",
            Reason.CHECKPOINT,
            CHECKPOINT,
            NO_CHECKPOINT),
        denied(
            "container-copy",
            "POST",
            "/containers/{id}/copy",
            Reason.ENDPOINT_REMOVED,
            "removed in API 1.24",
            "use GET /containers/{id}/archive"),
        open(
                "exec-create",
                "POST",
                "/containers/{id}/exec",
                "only in a container of the session's; never privileged")
            .body(BodyKind.JSON)
            .answers(ResponseKind.CREATED_EXEC),
        open("container-export", "GET", "/containers/{id}/export", OWNED),
        open("container-inspect", "GET", "/containers/{id}/json", OWNED, flag("size"))
            .answers(ResponseKind.INSPECT_CONTAINER),
        open("container-kill", "POST", "/containers/{id}/kill", OWNED, text("signal")),
        open(
            "container-logs",
            "GET",
            "/containers/{id}/logs",
            OWNED,
            flag("follow"),
            flag("stdout"),
            flag("stderr"),
            time("since"),
            time("until"),
            flag("timestamps"),
            text("tail"),
            flag("details")),
        open("container-pause", "POST", "/containers/{id}/pause", OWNED),
        open("container-rename", "POST", "/containers/{id}/rename", OWNED, text("name")),
        open(
            "container-resize",
            "POST",
            "/containers/{id}/resize",
            OWNED,
            integer("h"),
            integer("w")),
        open(
            "container-restart",
            "POST",
            "/containers/{id}/restart",
            OWNED,
            integer("t"),
            text("signal")),
        open(
            "container-start",
            "POST",
            "/containers/{id}/start",
            OWNED + "; no checkpoint, and no body, which configured the container before API 1.24",
            text("detachKeys")),
        open(
            "container-stats",
            "GET",
            "/containers/{id}/stats",
            OWNED,
            flag("stream"),
            flag("one-shot")),
        open(
            "container-stop", "POST", "/containers/{id}/stop", OWNED, integer("t"), text("signal")),
        open(
            "container-top",
            "GET",
            "/containers/{id}/top",
            OWNED + "; ps runs on the host, so that its arguments are of a fixed list",
            text("ps_args")),
        open("container-unpause", "POST", "/containers/{id}/unpause", OWNED),
        open(
                "container-update",
                "POST",
                "/containers/{id}/update",
                OWNED + "; its limits within the session's")
            .body(BodyKind.JSON),
        open("container-wait", "POST", "/containers/{id}/wait", OWNED, text("condition")),
        open("exec-inspect", "GET", "/exec/{id}/json", "only an exec of the session's")
            .answers(ResponseKind.INSPECT_EXEC),
        open(
            "exec-resize",
            "POST",
            "/exec/{id}/resize",
            "only an exec of the session's",
            integer("h"),
            integer("w")),
        open("exec-start", "POST", "/exec/{id}/start", "only an exec of the session's")
            .body(BodyKind.OPTIONAL_JSON)
            .answers(ResponseKind.HIJACK)
            .keeping("upgrade"));
  }
}
