package dev.airlock.broker.inspect;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The few questions a decision may ask the engine: GETs of the broker's own, never with bytes of
/// the client's unless they were parsed and written anew.
public interface Lookups {

  /// What `GET /images/{name}/json` says.
  ///
  /// @param id `sha256:…`
  /// @param repoTags as the engine spells them
  /// @param onBuild triggers that a build on top would run
  record Image(
      String id,
      List<String> repoTags,
      List<String> repoDigests,
      List<String> onBuild,
      Map<String, String> labels) {
    public Image {
      repoTags = List.copyOf(repoTags);
      repoDigests = List.copyOf(repoDigests);
      onBuild = List.copyOf(onBuild);
      labels = Map.copyOf(labels);
    }
  }

  /// Asks for an image.
  ///
  /// @param engineReference a name with tag or digest, or a full or shortened id, already parsed
  /// @return empty if the engine has no such image
  Optional<Image> image(String engineReference) throws IOException;
}
