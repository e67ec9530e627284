package dev.airlock.broker.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.json.MalformedJsonException;
import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Owner;
import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.Refusal;
import dev.airlock.broker.policy.RefusedException;
import dev.airlock.broker.policy.SiblingNetwork;
import dev.airlock.broker.route.Admission.Admitted;
import dev.airlock.broker.schema.BodySchemas;
import dev.airlock.broker.schema.Screening;
import dev.airlock.rules.ImageReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Requests on images, save build and load.
final class ImageInspector {

  private static final int HTTPS = 443;
  private static final int LONGEST_CHANGE = 4096;

  /// Triggers, comments (which can change the escape character), and lines that go on.
  private static final Pattern NOT_A_CHANGE =
      Pattern.compile("^\\s*(?:onbuild\\b|#)|[\\\\`]\\s*$", Pattern.CASE_INSENSITIVE);

  private static final Set<String> CREDENTIALS =
      Set.of(
          "username",
          "password",
          "auth",
          "email",
          "serveraddress",
          "identitytoken",
          "registrytoken");

  private ImageInspector() {}

  /// Inspect, history, export: any image that is usable.
  static Decision read(Admitted request, World world) throws RefusedException, IOException {
    String image = ImageResolver.usable(world, request.path("name"));
    String template = request.route().template();
    return Upstream.to(request)
        .path("/images/", image, template.substring("/images/{name:path}".length()))
        .sameQuery()
        .forward();
  }

  /// Several at once.
  static Decision exportMany(Admitted request, World world) throws RefusedException, IOException {
    List<String> names = new ArrayList<>();
    for (String value : request.query().all("names")) {
      for (String name : value.split(",", -1)) {
        names.add(ImageResolver.usable(world, name));
      }
    }
    if (names.isEmpty()) {
      throw RefusedException.malformed("names is empty");
    }
    return Upstream.to(request).path("/images/get").sameQuery().query("names", names).forward();
  }

  /// A new name of the session's own for an image that is usable.
  static Decision tag(Admitted request, World world) throws RefusedException, IOException {
    String image = ImageResolver.usable(world, request.path("name"));
    String tag =
        ImageResolver.newTag(
            world,
            request.query().first("repo").orElse(""),
            request.query().first("tag").orElse(""));
    return Upstream.to(request)
        .path("/images/", image, "/tag")
        .query("repo", repository(tag))
        .query("tag", tag(tag))
        .forward(new Effect.ImageMade(List.of(tag)));
  }

  /// SECURITY: only the session's own tags, and ids that nobody else has a tag for. Parents stay:
  /// one may be an image of the host that lost its name.
  static Decision remove(Admitted request, World world) throws RefusedException, IOException {
    String reference = request.path("name");
    String image = removable(world, reference);
    return Upstream.to(request)
        .path("/images/", image, "")
        .sameQuery()
        .query("noprune", "1")
        .forward(new Effect.ImageRemoved(image));
  }

  private static String removable(World world, String reference)
      throws RefusedException, IOException {
    Optional<ImageReference> name =
        ImageReference.parse(reference, world.policy().images().defaultRegistry());
    Optional<String> own = name.flatMap(n -> ImageResolver.ownTag(world, n));
    if (own.isPresent()) {
      return own.get();
    }
    String image = ImageResolver.usable(world, reference);
    Optional<Lookups.Image> known =
        world.objects().image(image).isPresent() ? world.lookups().image(image) : Optional.empty();
    if (known.isEmpty()) {
      throw RefusedException.denied(
          Reason.IMAGE_NOT_OWNED,
          "'" + StrictJson.printable(reference) + "' was not made by this session");
    }
    List<String> ownTags =
        known.get().repoTags().stream().filter(world.objects()::ownsTag).toList();
    if (ownTags.size() == known.get().repoTags().size()) {
      return image;
    }
    if (ownTags.size() == 1) {
      return ownTags.getFirst();
    }
    throw RefusedException.denied(
        Reason.IMAGE_NOT_OWNED,
        "'" + StrictJson.printable(reference) + "' has tags that are not this session's");
  }

  static Decision commit(Admitted request, Body body, World world) throws RefusedException {
    String container =
        References.container(world, request.query().first("container").orElse("")).id();
    Screening screening = Screened.optionalJson(body, BodySchemas.COMMIT);
    ObjectNode sent = screening.sent();
    sent.remove("OnBuild");
    for (String key : new String[] {"Env", "ExposedPorts", "Volumes"}) {
      if (screening.asked().hasNonNull(key)) {
        sent.set(key, screening.asked().get(key));
      }
    }
    String directory = Screened.workingDirectory(JsonRead.text(screening.asked(), "WorkingDir"));
    if (!directory.isEmpty()) {
      sent.put("WorkingDir", directory);
    }
    ObjectNode labels = Labels.stamped(screening.asked(), "Labels", world.policy());
    // SECURITY: the container's labels go into the image, which can be saved: the secret must not.
    labels.put(Owner.OWNER_LABEL, "").put(Owner.ASKED_LABEL, "");
    sent.set("Labels", labels);
    Upstream upstream =
        Upstream.to(request)
            .path("/commit")
            .sameQuery()
            .query("container", container)
            .query("changes", changes(request));
    String repository = request.query().first("repo").orElse("");
    List<String> tags = new ArrayList<>();
    upstream.without("repo").without("tag");
    if (!repository.isEmpty()) {
      String tag = ImageResolver.newTag(world, repository, request.query().first("tag").orElse(""));
      tags.add(tag);
      upstream.query("repo", repository(tag)).query("tag", tag(tag));
    }
    return upstream.json(sent).forward(new Effect.ImageMade(tags));
  }

  /// Instructions that a commit or an import applies. The engine reads them as the lines of one
  /// Dockerfile.
  ///
  /// SECURITY: no line runs on into the next, or it would be another than the one looked at.
  static List<String> changes(Admitted request) throws RefusedException {
    List<String> changes = new ArrayList<>();
    for (String change : request.query().all("changes")) {
      if (change.length() > LONGEST_CHANGE || change.contains(Owner.LABEL_PREFIX)) {
        throw RefusedException.denied(
            Reason.RESERVED_LABEL, "changes has '" + StrictJson.printable(change) + "'");
      }
      if (NOT_A_CHANGE.matcher(change).find()) {
        throw RefusedException.denied(
            Reason.BUILD_DOCKERFILE, "changes has '" + StrictJson.printable(change) + "'");
      }
      changes.add(change);
    }
    return changes;
  }

  /// A pull, or an import of the body.
  static Decision create(Admitted request, Body body, World world)
      throws RefusedException, IOException {
    boolean pull = request.query().first("fromImage").filter(v -> !v.isEmpty()).isPresent();
    String source = request.query().first("fromSrc").orElse("");
    if (pull == !source.isEmpty()) {
      throw RefusedException.malformed("one of fromImage and fromSrc is needed");
    }
    return pull ? pull(request, body, world) : importBody(request, source, body, world);
  }

  private static Decision pull(Admitted request, Body body, World world)
      throws RefusedException, IOException {
    if (body instanceof Body.Spooled(var file) && file.size() > 0) {
      throw RefusedException.malformed("a pull has no body");
    }
    if (!request.query().all("changes").isEmpty()) {
      throw RefusedException.malformed("a pull has no changes");
    }
    ImageReference name = pulled(request, world);
    requirePullable(world, name);
    Upstream upstream = pull(request, name, ContainerCreateInspector.platform(request).orElse(""));
    String credentials = request.fields().get("x-registry-auth");
    if (credentials != null && !credentials.isEmpty()) {
      upstream.field("X-Registry-Auth", credentials(credentials));
    }
    return upstream.forward(new Effect.ImagePulled(name.familiar()));
  }

  /// The pull of an image that is pullable.
  ///
  /// @param platform asked for, or empty
  static Upstream pull(Admitted request, ImageReference name, String platform) {
    Upstream upstream =
        Upstream.to(request)
            .path("/images/create")
            .query("fromImage", name.repository())
            .query("tag", name.digest().isEmpty() ? name.tag() : name.digest());
    return platform.isEmpty() ? upstream : upstream.query("platform", platform);
  }

  private static ImageReference pulled(Admitted request, World world) throws RefusedException {
    String image = request.query().first("fromImage").orElse("");
    String tag = request.query().first("tag").orElse("");
    String reference = image;
    if (!tag.isEmpty()) {
      String bare = image.indexOf('@') >= 0 ? image.substring(0, image.indexOf('@')) : image;
      int colon = bare.lastIndexOf(':');
      bare = colon > bare.lastIndexOf('/') ? bare.substring(0, colon) : bare;
      reference = bare + (tag.indexOf(':') >= 0 ? "@" : ":") + tag;
    }
    String shown = reference;
    return ImageReference.parse(reference, world.policy().images().defaultRegistry())
        .orElseThrow(() ->
            RefusedException.malformed(
                "invalid reference format: '" + StrictJson.printable(shown) + "'"));
  }

  /// SECURITY: the engine pulls outside the airlock: the image must be allowed, and its registry be
  /// one that the session may reach.
  static void requirePullable(World world, ImageReference name) throws RefusedException {
    if (!ImageResolver.allowed(world, name)) {
      throw new RefusedException(
          new Refusal.Denied(
              Reason.IMAGE_NOT_ALLOWED,
              "image '" + name + "' is not allowed",
              "allow it: sandbox run --allow-image '" + name.repository() + "'"));
    }
    if (world.policy().network() instanceof SiblingNetwork.Bridge) {
      return;
    }
    String registry =
        name.registry().isEmpty()
            ? world.policy().images().defaultRegistry().host()
            : name.registry();
    int colon = registry.endsWith("]") ? -1 : registry.lastIndexOf(':');
    String host = colon < 0 ? registry : registry.substring(0, colon);
    int port = colon < 0 ? HTTPS : Integer.parseInt(registry.substring(colon + 1));
    Optional<String> missing = world.policy().images().refusesRegistry(host, port);
    if (missing.isPresent()) {
      throw new RefusedException(
          new Refusal.Denied(
              Reason.REGISTRY_NOT_ALLOWED,
              "registry '" + registry + "' of image '" + name + "': " + missing.get(),
              "allow it: sandbox run --allow " + registry));
    }
  }

  /// Parsed and written anew: the field is client's bytes otherwise.
  private static String credentials(String field) throws RefusedException {
    try {
      byte[] decoded = Base64.getUrlDecoder().decode(field.replace('+', '-').replace('/', '_'));
      JsonNode parsed = StrictJson.parse(decoded);
      ObjectNode kept = JsonRead.object();
      for (Map.Entry<String, JsonNode> entry : parsed.properties()) {
        if (!CREDENTIALS.contains(entry.getKey()) || !entry.getValue().isTextual()) {
          throw RefusedException.malformed("X-Registry-Auth has an unknown key");
        }
        kept.set(entry.getKey(), entry.getValue());
      }
      return Base64.getUrlEncoder()
          .encodeToString(kept.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException | MalformedJsonException e) {
      throw RefusedException.malformed("X-Registry-Auth is not JSON in base64url");
    }
  }

  private static Decision importBody(Admitted request, String source, Body body, World world)
      throws RefusedException, IOException {
    if (!source.equals("-")) {
      throw RefusedException.denied(
          Reason.IMAGE_IMPORT_URL, "fromSrc is '" + StrictJson.printable(source) + "'");
    }
    if (!(body instanceof Body.Spooled(var file)) || file.size() == 0) {
      throw RefusedException.malformed("an import needs a tar as its body");
    }
    Upstream upstream =
        Upstream.to(request)
            .path("/images/create")
            .query("fromSrc", "-")
            .query("changes", changes(request));
    request
        .query()
        .first("message")
        .filter(m -> !m.isEmpty())
        .ifPresent(m -> upstream.query("message", m));
    Optional<String> platform = ContainerCreateInspector.platform(request);
    platform.ifPresent(value -> upstream.query("platform", value));
    List<String> tags = new ArrayList<>();
    String repository = request.query().first("repo").orElse("");
    if (!repository.isEmpty()) {
      String tag = ImageResolver.newTag(world, repository, request.query().first("tag").orElse(""));
      tags.add(tag);
      upstream.query("repo", repository(tag)).query("tag", tag(tag));
    }
    return upstream.tar(file).forward(new Effect.ImageMade(tags));
  }

  private static String repository(String tag) {
    return tag.substring(0, tag.lastIndexOf(':'));
  }

  private static String tag(String tag) {
    return tag.substring(tag.lastIndexOf(':') + 1);
  }
}
