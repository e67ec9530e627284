package dev.airlock.broker.inspect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.RefusedException;
import dev.airlock.broker.route.Admission.Admitted;
import dev.airlock.broker.schema.BodySchemas;
import dev.airlock.broker.schema.Screening;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Requests on a container or an exec that is there: the client's reference becomes a full id.
final class ContainerInspector {

  private static final Pattern SIGNAL = Pattern.compile("[A-Za-z0-9+-]{0,20}");
  private static final Pattern DETACH_KEYS = Pattern.compile("[A-Za-z0-9@\\[\\]^_,\\\\-]{0,64}");
  private static final Pattern TAIL = Pattern.compile("|all|-?[0-9]{1,18}");
  private static final Set<String> CONDITIONS = Set.of("", "not-running", "next-exit", "removed");

  /// What docker top and Compose ask for; ps runs on the host with them.
  private static final Set<String> PS_ARGUMENTS =
      Set.of("", "-ef", "aux", "-aux", "-eo pid,comm", "-o pid,comm", "-eo pid,ppid,user,args");

  private ContainerInspector() {}

  static Decision decide(Admitted request, Body body, World world) throws RefusedException {
    String id = References.container(world, request.path("id")).id();
    requireTypedTexts(request);
    Upstream upstream = upstream(request, id).sameQuery();
    return switch (request.route().id()) {
      case "container-start" -> upstream.forward(new Effect.ContainerStarting(id));
      case "container-restart" -> upstream.forward(new Effect.ContainerRestarting(id));
      case "container-stop", "container-kill" -> upstream.forward(new Effect.ContainerStopping(id));
      case "container-remove" -> remove(request, upstream, id);
      case "container-rename" -> rename(request, world, upstream, id);
      case "container-update" -> update(body, world, upstream);
      case "container-attach" -> hijack(request, upstream);
      case "exec-create" -> createExec(body, world, upstream, id);
      default -> upstream.forward();
    };
  }

  static Decision exec(Admitted request, Body body, World world) throws RefusedException {
    Objects.Exec exec = References.exec(world, request.path("id"));
    String template = request.route().template();
    Upstream upstream =
        Upstream.to(request)
            .path("/exec/", exec.id(), template.substring("/exec/{id}".length()))
            .sameQuery();
    if (request.route().id().equals("exec-start")) {
      Screening screening = Screened.optionalJson(body, BodySchemas.EXEC_START);
      return hijack(request, upstream.json(screening.sent()));
    }
    return upstream.forward();
  }

  private static Upstream upstream(Admitted request, String id) {
    String template = request.route().template();
    return Upstream.to(request)
        .path("/containers/", id, template.substring("/containers/{id}".length()));
  }

  private static void requireTypedTexts(Admitted request) throws RefusedException {
    requireText(request, "signal", SIGNAL.asMatchPredicate());
    requireText(request, "detachKeys", DETACH_KEYS.asMatchPredicate());
    requireText(request, "tail", TAIL.asMatchPredicate());
    requireText(request, "condition", CONDITIONS::contains);
    String arguments = request.query().first("ps_args").orElse("");
    if (!PS_ARGUMENTS.contains(arguments)) {
      throw RefusedException.denied(
          Reason.PROCESS_ARGUMENTS, "ps_args is '" + StrictJson.printable(arguments) + "'");
    }
  }

  private static void requireText(Admitted request, String key, Predicate<String> rule)
      throws RefusedException {
    String value = request.query().first(key).orElse("");
    if (!rule.test(value)) {
      throw RefusedException.malformed(key + " is '" + StrictJson.printable(value) + "'");
    }
  }

  /// SECURITY: the request's own Upgrade field decides only what the engine is asked, never what
  /// the broker does.
  private static Decision hijack(Admitted request, Upstream upstream) {
    if (request.fields().containsKey("upgrade")) {
      upstream.field("Connection", "Upgrade").field("Upgrade", "tcp");
    }
    return upstream.forward();
  }

  private static Decision remove(Admitted request, Upstream upstream, String id)
      throws RefusedException {
    if (request.query().flag("link")) {
      throw RefusedException.denied(Reason.OPTION_NOT_ALLOWED, "link is true");
    }
    return upstream
        .without("link")
        .forward(new Effect.ContainerRemoved(id, request.query().flag("v")));
  }

  private static Decision rename(Admitted request, World world, Upstream upstream, String id)
      throws RefusedException {
    String asked = request.query().first("name").orElse("");
    String name =
        References.newName(
            world, asked.startsWith("/") ? asked.substring(1) : asked, "container name");
    return upstream.query("name", name).forward(new Effect.ContainerRenamed(id, name));
  }

  private static Decision update(Body body, World world, Upstream upstream)
      throws RefusedException {
    Screening screening = Screened.json(body, BodySchemas.CONTAINER_UPDATE);
    ObjectNode sent = screening.sent();
    SecurityInspector.ulimits(screening.asked(), sent);
    ResourceInspector.inspectUpdate(screening.asked(), sent, world.policy().limits());
    ContainerCreateInspector.restartPolicy(screening.asked(), sent);
    return upstream.version(world.engineVersion()).json(sent).forward();
  }

  private static Decision createExec(Body body, World world, Upstream upstream, String id)
      throws RefusedException {
    Screening screening = Screened.json(body, BodySchemas.EXEC_CREATE);
    for (String key : List.of("Container", "containerId")) {
      String container = JsonRead.text(screening.asked(), key);
      if (!container.isEmpty() && !References.container(world, container).id().equals(id)) {
        throw RefusedException.malformed(key + " is another container than the path's");
      }
    }
    ObjectNode sent = screening.sent();
    for (String variable : JsonRead.texts(screening.asked(), "Env")) {
      EnvironmentInspector.requireHarmless(variable);
    }
    if (screening.asked().hasNonNull("Env")) {
      sent.set("Env", screening.asked().get("Env"));
    }
    String directory = Screened.workingDirectory(JsonRead.text(screening.asked(), "WorkingDir"));
    if (!directory.isEmpty()) {
      sent.put("WorkingDir", directory);
    }
    return upstream.json(sent).forward(new Effect.ExecCreated(id));
  }
}
