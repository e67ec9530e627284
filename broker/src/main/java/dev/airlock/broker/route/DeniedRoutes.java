package dev.airlock.broker.route;

import static dev.airlock.broker.route.Routes.denied;

import dev.airlock.broker.policy.Reason;
import java.util.ArrayList;
import java.util.List;

/// Whole families that no session may use.
final class DeniedRoutes {

  private DeniedRoutes() {}

  private static final String NO_SWARM = "a sandbox has no swarm; use docker compose";
  private static final String SWARM =
      "swarm runs containers past every rule for containers, and hands out tokens and secrets";
  private static final String PLUGIN = "a plugin runs as root on the host";

  /// `docker inspect NAME` asks for a plugin last, and goes on where it reads "not supported".
  private static final String NO_PLUGIN = "plugins are not supported in a sandbox";

  private static final String DEBUG = "shows or burdens the engine itself";

  static List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    swarm(routes);
    plugins(routes);
    debug(routes);
    return List.copyOf(routes);
  }

  private static void swarm(List<Route> routes) {
    for (String kind : List.of("configs", "secrets", "services")) {
      String id = kind.substring(0, kind.length() - 1);
      swarm(routes, id + "-list", "GET", "/" + kind);
      swarm(routes, id + "-create", "POST", "/" + kind + "/create");
      swarm(routes, id + "-remove", "DELETE", "/" + kind + "/{id}");
      swarm(routes, id + "-inspect", "GET", "/" + kind + "/{id}");
      swarm(routes, id + "-update", "POST", "/" + kind + "/{id}/update");
    }
    swarm(routes, "service-logs", "GET", "/services/{id}/logs");
    swarm(routes, "node-list", "GET", "/nodes");
    swarm(routes, "node-remove", "DELETE", "/nodes/{id}");
    swarm(routes, "node-inspect", "GET", "/nodes/{id}");
    swarm(routes, "node-update", "POST", "/nodes/{id}/update");
    swarm(routes, "task-list", "GET", "/tasks");
    swarm(routes, "task-inspect", "GET", "/tasks/{id}");
    swarm(routes, "task-logs", "GET", "/tasks/{id}/logs");
    swarm(routes, "swarm-inspect", "GET", "/swarm");
    swarm(routes, "swarm-unlock-key", "GET", "/swarm/unlockkey");
    for (String action : List.of("init", "join", "leave", "unlock", "update")) {
      swarm(routes, "swarm-" + action, "POST", "/swarm/" + action);
    }
  }

  private static void swarm(List<Route> routes, String id, String method, String template) {
    routes.add(denied(id, method, template, Reason.SWARM, SWARM, NO_SWARM));
  }

  private static void plugins(List<Route> routes) {
    plugin(routes, "plugin-list", "GET", "/plugins");
    plugin(routes, "plugin-privileges", "GET", "/plugins/privileges");
    plugin(routes, "plugin-create", "POST", "/plugins/create");
    plugin(routes, "plugin-pull", "POST", "/plugins/pull");
    plugin(routes, "plugin-remove", "DELETE", "/plugins/{name:path}");
    plugin(routes, "plugin-inspect", "GET", "/plugins/{name:path}/json");
    for (String action : List.of("disable", "enable", "push", "set", "upgrade")) {
      plugin(routes, "plugin-" + action, "POST", "/plugins/{name:path}/" + action);
    }
  }

  private static void plugin(List<Route> routes, String id, String method, String template) {
    routes.add(denied(id, method, template, Reason.PLUGIN, PLUGIN, NO_PLUGIN));
  }

  private static void debug(List<Route> routes) {
    debug(routes, "debug-vars", "/debug/vars");
    debug(routes, "debug-profiles", "/debug/pprof/");
    for (String profile : List.of("cmdline", "profile", "symbol", "trace")) {
      debug(routes, "debug-" + profile, "/debug/pprof/" + profile);
    }
    debug(routes, "debug-profile-named", "/debug/pprof/{name}");
  }

  private static void debug(List<Route> routes, String id, String template) {
    routes.add(denied(id, "GET", template, Reason.ENGINE_DEBUG, DEBUG, "there is no need for it"));
  }
}
