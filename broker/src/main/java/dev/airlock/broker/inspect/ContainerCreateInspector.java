package dev.airlock.broker.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Owner;
import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.RefusedException;
import dev.airlock.broker.route.Admission.Admitted;
import dev.airlock.broker.schema.ContainerCreateSchema;
import dev.airlock.broker.schema.Screening;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// `POST /containers/create`: the main policy point.
///
/// The body that goes upstream is a new one, written for the engine's newest version, so that no
/// old version's defaults (shareable IPC, the host's cgroup namespace) apply.
final class ContainerCreateInspector {

  static final Pattern PLATFORM = Pattern.compile("[a-z0-9]{1,20}(?:/[a-z0-9_]{1,20}){0,2}");
  private static final Set<String> LOG_OPTIONS =
      Set.of("max-size", "max-file", "compress", "mode", "max-buffer-size", "tag", "labels", "env");
  private static final int MAX_RETRIES = 1_000_000;

  private ContainerCreateInspector() {}

  static Decision decide(Admitted request, Body body, World world)
      throws RefusedException, IOException {
    Counting.requireRoom(
        world.objects().count().containers(), world.policy().limits().containers(), "containers");
    Screening screening = Screened.json(body, ContainerCreateSchema.BODY);
    Screening host =
        Screening.screen(
            JsonRead.object(screening.asked(), "HostConfig"), ContainerCreateSchema.HOST_CONFIG);
    Draft draft = new Draft(world, screening.asked(), screening.sent(), host.sent());

    Optional<String> name = name(request, world);
    SecurityInspector.inspect(draft);
    MountInspector.inspect(draft);
    NetworkInspector.inspect(draft);
    ResourceInspector.inspect(draft.askedHost(), draft.sentHost(), world.policy().limits());
    EnvironmentInspector.inspect(draft);
    Effect.Ports ports = PortInspector.inspect(draft);
    logging(draft);
    storage(draft);
    restartPolicy(draft.askedHost(), draft.sentHost());
    String directory = Screened.workingDirectory(JsonRead.text(draft.asked(), "WorkingDir"));
    String image = image(draft);
    draft.sent().put("Image", image);
    draft.sent().put("WorkingDir", directory.isEmpty() ? imageDirectory(world, image) : directory);
    draft.sent().set("HostConfig", draft.sentHost());

    ObjectNode asked = AskedView.of(draft);
    ObjectNode labels = Labels.stamped(draft.asked(), "Labels", world.policy());
    labels.put(Owner.ASKED_LABEL, asked.toString());
    draft.sent().set("Labels", labels);

    Upstream upstream =
        Upstream.to(request).version(world.engineVersion()).path("/containers/create");
    name.ifPresent(value -> upstream.query("name", value));
    platform(request).ifPresent(value -> upstream.query("platform", value));
    return upstream
        .json(draft.sent())
        .forward(
            new Effect.ContainerCreated(
                name,
                asked,
                ports,
                draft.networks(),
                draft.aliases(),
                draft.volumes(),
                draft.folders()));
  }

  private static Optional<String> name(Admitted request, World world) throws RefusedException {
    String name = request.query().first("name").orElse("");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    String bare = name.startsWith("/") ? name.substring(1) : name;
    return Optional.of(References.newName(world, bare, "container name"));
  }

  static Optional<String> platform(Admitted request) throws RefusedException {
    String platform = request.query().first("platform").orElse("");
    if (platform.isEmpty()) {
      return Optional.empty();
    }
    if (!PLATFORM.matcher(platform).matches()) {
      throw RefusedException.malformed("platform '" + StrictJson.printable(platform) + "'");
    }
    return Optional.of(platform);
  }

  private static String image(Draft draft) throws RefusedException, IOException {
    String image = JsonRead.text(draft.asked(), "Image");
    if (image.isEmpty()) {
      throw RefusedException.malformed("no image specified");
    }
    return ImageResolver.usable(draft.world(), image);
  }

  /// SECURITY: sent even where the client names none: by the time the engine looks, the name could
  /// be another image's.
  private static String imageDirectory(World world, String image)
      throws RefusedException, IOException {
    Optional<Lookups.Image> known = world.lookups().image(image);
    return Screened.imageDirectory(known.map(Lookups.Image::workingDirectory).orElse(""));
  }

  private static void logging(Draft draft) throws RefusedException {
    ObjectNode asked = JsonRead.object(draft.askedHost(), "LogConfig");
    String type = JsonRead.text(asked, "Type");
    ObjectNode options = JsonRead.object();
    for (Map.Entry<String, JsonNode> entry : JsonRead.entries(asked, "Config").entrySet()) {
      if (!LOG_OPTIONS.contains(entry.getKey())) {
        throw RefusedException.denied(
            Reason.LOG_DRIVER,
            "HostConfig.LogConfig.Config has '" + StrictJson.printable(entry.getKey()) + "'");
      }
      options.set(entry.getKey(), entry.getValue());
    }
    if (!type.isEmpty() || !options.isEmpty()) {
      ObjectNode sent = draft.sentHost().putObject("LogConfig");
      // SECURITY: options without a type would go to the host's default driver.
      sent.put("Type", type.isEmpty() ? "json-file" : type);
      sent.set("Config", options);
    }
  }

  private static void storage(Draft draft) throws RefusedException {
    for (Map.Entry<String, JsonNode> entry :
        JsonRead.entries(draft.askedHost(), "StorageOpt").entrySet()) {
      String value = entry.getValue().textValue();
      if (!entry.getKey().equals("size") || !value.matches("[0-9]{1,12}[kKmMgGtT]?[bB]?")) {
        throw RefusedException.denied(
            Reason.STORAGE_OPTION,
            "HostConfig.StorageOpt has '" + StrictJson.printable(entry.getKey()) + "'");
      }
      draft.sentHost().putObject("StorageOpt").put("size", value);
    }
  }

  /// Nothing outlives the session: what would be restarted with the engine is restarted on failure
  /// only.
  static void restartPolicy(ObjectNode asked, ObjectNode sent) throws RefusedException {
    if (!(asked.get("RestartPolicy") instanceof ObjectNode policy)) {
      return;
    }
    String name = JsonRead.text(policy, "Name");
    long retries = JsonRead.number(policy, "MaximumRetryCount");
    if (retries < 0 || retries > MAX_RETRIES) {
      throw RefusedException.malformed("RestartPolicy.MaximumRetryCount is " + retries);
    }
    switch (name) {
      case "", "no" -> sent.putObject("RestartPolicy").put("Name", "no");
      case "on-failure" ->
          sent.putObject("RestartPolicy")
              .put("Name", "on-failure")
              .put("MaximumRetryCount", retries);
      case "always", "unless-stopped" -> sent.putObject("RestartPolicy").put("Name", "on-failure");
      default ->
          throw RefusedException.malformed(
              "RestartPolicy.Name is '" + StrictJson.printable(name) + "'");
    }
  }
}
