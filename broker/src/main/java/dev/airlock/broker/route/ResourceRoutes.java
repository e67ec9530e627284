package dev.airlock.broker.route;

import static dev.airlock.broker.route.QueryKey.filters;
import static dev.airlock.broker.route.QueryKey.flag;
import static dev.airlock.broker.route.QueryKey.text;
import static dev.airlock.broker.route.QueryKey.texts;
import static dev.airlock.broker.route.QueryKey.time;
import static dev.airlock.broker.route.Routes.denied;
import static dev.airlock.broker.route.Routes.open;

import dev.airlock.broker.policy.Reason;
import java.util.List;

/// Networks, volumes, and the engine itself.
final class ResourceRoutes {

  private ResourceRoutes() {}

  private static final String OWN_NETWORK = "only a network that the session created";
  private static final String OWN_VOLUME = "only a volume of the session's, by its own name";

  static List<Route> routes() {
    return List.of(
        open("network-list", "GET", "/networks", "the session's own only", filters())
            .answers(ResponseKind.LIST_NETWORKS),
        open(
                "network-list-slash",
                "GET",
                "/networks/",
                "the engine's own alias of GET /networks",
                filters())
            .answers(ResponseKind.LIST_NETWORKS),
        open(
                "network-create",
                "POST",
                "/networks/create",
                "a bridge, made isolated whatever was asked")
            .body(BodyKind.JSON)
            .answers(ResponseKind.CREATED_NETWORK),
        open("network-prune", "POST", "/networks/prune", "the session's own only", filters())
            .answers(ResponseKind.PRUNED_NETWORKS),
        open("network-remove", "DELETE", "/networks/{id}", OWN_NETWORK),
        open(
                "network-inspect",
                "GET",
                "/networks/{id}",
                OWN_NETWORK,
                flag("verbose"),
                text("scope"))
            .answers(ResponseKind.INSPECT_NETWORK),
        open(
                "network-connect",
                "POST",
                "/networks/{id}/connect",
                OWN_NETWORK + ", and only a container of the session's")
            .body(BodyKind.JSON),
        open(
                "network-disconnect",
                "POST",
                "/networks/{id}/disconnect",
                OWN_NETWORK + ", and only a container of the session's")
            .body(BodyKind.JSON),
        open("volume-list", "GET", "/volumes", "the session's own only", filters())
            .answers(ResponseKind.LIST_VOLUMES),
        open(
                "volume-create",
                "POST",
                "/volumes/create",
                "the local driver without options, which reach the host; under a name of the session's own")
            .body(BodyKind.OPTIONAL_JSON)
            .answers(ResponseKind.CREATED_VOLUME),
        open("volume-prune", "POST", "/volumes/prune", "the session's own only", filters())
            .answers(ResponseKind.PRUNED_VOLUMES),
        open("volume-remove", "DELETE", "/volumes/{name}", OWN_VOLUME, flag("force")),
        open("volume-inspect", "GET", "/volumes/{name}", OWN_VOLUME)
            .answers(ResponseKind.INSPECT_VOLUME),
        denied(
            "volume-update",
            "PUT",
            "/volumes/{name}",
            Reason.SWARM,
            "only cluster volumes can be updated",
            "a sandbox has no swarm"),
        open("ping", "GET", "/_ping", "says only that the engine lives, and its versions")
            .answers(ResponseKind.PING),
        open("ping-head", "HEAD", "/_ping", "as GET").answers(ResponseKind.PING),
        open(
                "events",
                "GET",
                "/events",
                "the session's own only: the answer is filtered line by line",
                time("since"),
                time("until"),
                filters())
            .answers(ResponseKind.EVENTS),
        open("info", "GET", "/info", "what a client needs; nothing about the host or its proxies")
            .answers(ResponseKind.INFO),
        open(
                "disk-usage",
                "GET",
                "/system/df",
                "the session's own only",
                texts("type"),
                flag("verbose"))
            .answers(ResponseKind.DISK_USAGE),
        open("version", "GET", "/version", "clients choose their API version by it")
            .answers(ResponseKind.VERSION));
  }
}
