package dev.airlock.broker.inspect;

import dev.airlock.broker.build.BuildPlan;
import dev.airlock.broker.build.DockerfileException;
import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.Refusal;
import dev.airlock.broker.policy.RefusedException;
import dev.airlock.broker.route.Admission.Admitted;
import dev.airlock.rules.ImageReference;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The images that a build names: by the references that it gets them by, and which of them are to
/// be pulled first, by the rules of `docker pull`.
///
/// @param references of those that are there
record BuildBases(Map<BuildPlan.Use, String> references, List<Decision.Pull> pulls) {

  static BuildBases of(Admitted request, BuildPlan plan, BuildQuery query, World world)
      throws RefusedException, IOException, DockerfileException {
    Map<BuildPlan.Use, String> references = new HashMap<>();
    Map<String, Decision.Pull> pulls = new LinkedHashMap<>();
    for (BuildPlan.Use use : plan.uses()) {
      Optional<ImageReference> missing = missing(use, query, world);
      if (missing.isPresent()) {
        Decision.Pull pull = pull(request, missing.get(), use, query, world);
        pulls.put(pull.reference(), pull);
      } else {
        references.put(use, present(use, plan, query, world));
      }
    }
    return new BuildBases(references, List.copyOf(pulls.values()));
  }

  /// The name of an image that is allowed and has to be pulled: it is not there, or the client
  /// wants it fetched in any case. What the session made is in no registry.
  private static Optional<ImageReference> missing(BuildPlan.Use use, BuildQuery query, World world)
      throws IOException {
    Optional<ImageReference> name =
        ImageReference.parse(use.image(), world.policy().images().defaultRegistry());
    boolean pullable =
        name.isPresent()
            && !world.pulled().contains(name.get().familiar())
            && madeTag(world, name.get()).isEmpty()
            && ImageResolver.allowed(world, name.get());
    if (!pullable) {
      return Optional.empty();
    }
    return query.pull() || image(use, world).isEmpty() ? name : Optional.empty();
  }

  /// A tag of the session's own making: not one that it pulled, which keeps its name.
  private static Optional<String> madeTag(World world, ImageReference name) {
    return ImageResolver.ownTag(world, name).filter(tag -> !tag.equals(name.familiar()));
  }

  private static Optional<Lookups.Image> image(BuildPlan.Use use, World world) throws IOException {
    Optional<String> reference = ImageResolver.find(world, use.image());
    return reference.isEmpty() ? Optional.empty() : world.lookups().image(reference.get());
  }

  private static Decision.Pull pull(
      Admitted request, ImageReference name, BuildPlan.Use use, BuildQuery query, World world)
      throws RefusedException {
    ImageInspector.requirePullable(world, name);
    String platform = use.platform().isEmpty() ? query.platform() : use.platform();
    return new Decision.Pull(
        name.familiar(), ImageInspector.pull(request, name, platform).request());
  }

  private static String present(BuildPlan.Use use, BuildPlan plan, BuildQuery query, World world)
      throws RefusedException, IOException, DockerfileException {
    Optional<String> reference = ImageResolver.find(world, use.image());
    if (reference.isEmpty()) {
      throw refused(
          use,
          "image '" + StrictJson.printable(use.image()) + "' is not allowed",
          Reason.BUILD_BASE.remedy());
    }
    Optional<Lookups.Image> image = world.lookups().image(reference.get());
    if (image.isEmpty()) {
      throw refused(
          use,
          "image '" + StrictJson.printable(use.image()) + "' is not there",
          "build or load it in this session first");
    }
    if (!use.platform().isEmpty() || !query.platform().isEmpty()) {
      // The engine pulls where the platform is another than the image's.
      requirePullable(reference.get(), use, world);
    }
    plan.requireHarmlessTriggers(image.get().onBuild(), use);
    // SECURITY: the session can move a tag of its own while the build gets there, to an image whose
    // triggers nobody has read.
    boolean movable =
        ImageReference.parse(reference.get(), world.policy().images().defaultRegistry())
            .map(ImageResolver::isSessionTag)
            .orElse(false);
    return movable ? image.get().id() : reference.get();
  }

  private static void requirePullable(String reference, BuildPlan.Use use, World world)
      throws RefusedException {
    Optional<ImageReference> name =
        ImageReference.parse(reference, world.policy().images().defaultRegistry());
    if (name.isEmpty() || ImageResolver.isSessionTag(name.get())) {
      throw refused(
          use,
          "a platform is asked for, and '"
              + StrictJson.printable(use.image())
              + "' cannot be pulled",
          "build without --platform");
    }
    ImageInspector.requirePullable(world, name.get());
  }

  private static RefusedException refused(BuildPlan.Use use, String detail, String remedy) {
    return new RefusedException(
        new Refusal.Denied(
            Reason.BUILD_BASE, "Dockerfile line " + (use.line() + 1) + ": " + detail, remedy));
  }
}
