package dev.airlock.broker.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Owner;
import dev.airlock.broker.policy.RefusedException;
import dev.airlock.broker.route.Admission.Admitted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Prunes of what the engine shares among all its users: images and the build cache.
///
/// SECURITY: the engine's own prune takes everybody's. So the session's images are removed one by
/// one, each by its id or by a tag of the session's own.
final class PruneInspector {

  private static final int OK = 200;

  /// What the engine takes: seconds, a duration before now, or a date.
  private static final Pattern UNTIL =
      Pattern.compile(
          "[0-9]{1,12}(?:\\.[0-9]{1,9})?"
              + "|(?:[0-9]{1,12}(?:\\.[0-9]{1,9})?(?:ns|us|ms|s|m|h)){1,6}"
              + "|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}(?::[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,9})?)?)?)?"
              + "(?:Z|[+-][0-9]{2}:[0-9]{2})?");

  private PruneInspector() {}

  /// The build cache is BuildKit's, and a session has the classic builder: there is nothing.
  static Decision buildCache(Admitted request, World world) throws RefusedException, IOException {
    FilterInspector.filters(request, world);
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    return new Decision.Answer(OK, report.put("SpaceReclaimed", 0).putNull("CachesDeleted"));
  }

  /// Images of the session's that no container needs: without a name, or all of them.
  static Decision images(Admitted request, World world) throws RefusedException, IOException {
    ObjectNode filters = FilterInspector.filters(request, world);
    for (JsonNode until : filters.path("until")) {
      if (!UNTIL.matcher(until.asText("")).matches()) {
        throw RefusedException.malformed(
            "filter until is '" + StrictJson.printable(until.asText("")) + "'");
      }
    }
    boolean tagged = isFalse(filters.remove("dangling"));
    if (!tagged) {
      filters.putArray("dangling").add("true");
    }
    Set<String> wanted = world.lookups().imagesLike(filters);
    List<Decision.Removal> removals = new ArrayList<>();
    for (Lookups.Listed image : inOrder(world, wanted, tagged)) {
      for (String reference : references(image)) {
        removals.add(new Decision.Removal(image.id(), removal(request, reference), image.bytes()));
      }
    }
    return new Decision.RemoveImages(removals);
  }

  private static boolean isFalse(@Nullable JsonNode values) {
    return values != null
        && values.valueStream().anyMatch(value -> Set.of("0", "false").contains(value.asText("")));
  }

  private static List<String> references(Lookups.Listed image) {
    return image.repoTags().isEmpty() ? List.of(image.id()) : image.repoTags();
  }

  /// SECURITY: parents are not removed with it: one may be an image of the host that lost its name.
  private static UpstreamRequest removal(Admitted request, String reference) {
    return Upstream.to(request)
        .method("DELETE")
        .path("/images/", reference, "")
        .query("noprune", "1")
        .request();
  }

  /// Each image after those that were built on it, as the engine wants it; with an image go those
  /// without a name that lie between it and its base.
  private static List<Lookups.Listed> inOrder(World world, Set<String> wanted, boolean tagged)
      throws IOException {
    Map<String, Lookups.Listed> left = new LinkedHashMap<>();
    Map<String, Integer> children = new HashMap<>();
    for (Lookups.Listed image : world.lookups().images()) {
      children.merge(image.parent(), 1, Integer::sum);
      boolean fits = wanted.contains(image.id()) && (tagged || image.repoTags().isEmpty());
      boolean between = image.repoTags().isEmpty() && !wanted.contains(image.id());
      if ((fits || between) && isOwn(world, image)) {
        left.put(image.id(), image);
      }
    }
    // What has no child and is not wanted is what a filter leaves.
    left.values()
        .removeIf(image -> !wanted.contains(image.id()) && !children.containsKey(image.id()));
    List<Lookups.Listed> order = new ArrayList<>();
    while (true) {
      List<Lookups.Listed> next =
          left.values().stream()
              .filter(image -> children.getOrDefault(image.id(), 0) == 0)
              .toList();
      if (next.isEmpty()) {
        break;
      }
      for (Lookups.Listed image : next) {
        left.remove(image.id());
        children.merge(image.parent(), -1, Integer::sum);
        order.add(image);
      }
    }
    // One that others are built on loses its name.
    left.values().stream().filter(image -> !image.repoTags().isEmpty()).forEach(order::add);
    return order;
  }

  private static boolean isOwn(World world, Lookups.Listed image) {
    boolean made =
        world.objects().image(image.id()).isPresent()
            || world.policy().owner().sessionId().equals(image.labels().get(Owner.SESSION_LABEL));
    return made
        && image.repoTags().stream().allMatch(tag -> isOwnTag(world, tag))
        && image.repoDigests().stream().allMatch(digest -> digest.startsWith("<none>"));
  }

  /// SECURITY: not one that was pulled, which others may use under the same name.
  private static boolean isOwnTag(World world, String tag) {
    return world.objects().ownsTag(tag) && world.policy().names().clientTag(tag).isPresent();
  }
}
