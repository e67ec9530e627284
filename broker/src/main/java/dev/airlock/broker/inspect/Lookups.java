package dev.airlock.broker.inspect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The few questions a decision may ask the engine: GETs of the broker's own, never with bytes of
/// the client's unless they were parsed and written anew.
public interface Lookups {

  /// What `GET /images/{name}/json` says.
  ///
  /// @param id `sha256:…`
  /// @param repoTags as the engine spells them
  /// @param onBuild triggers that a build on top would run
  /// @param workingDirectory where its containers start, or empty
  record Image(
      String id,
      List<String> repoTags,
      List<String> repoDigests,
      List<String> onBuild,
      Map<String, String> labels,
      String workingDirectory) {
    public Image {
      repoTags = List.copyOf(repoTags);
      repoDigests = List.copyOf(repoDigests);
      onBuild = List.copyOf(onBuild);
      labels = Map.copyOf(labels);
    }
  }

  /// Asks for an image.
  ///
  /// @param engineReference a name with tag or digest, already parsed, or a full id that the engine
  ///   gave
  /// @return empty if the engine has no such image
  Optional<Image> image(String engineReference) throws IOException;

  /// Asks for the one image whose id begins so, among all that the engine has.
  ///
  /// SECURITY: the digits are the client's; they never go to the engine.
  ///
  /// @param digits hexadecimal
  /// @return without triggers and working directory; empty also if there is more than one
  Optional<Image> imageById(String digits) throws IOException;

  /// An image as `GET /images/json` lists it.
  ///
  /// @param id `sha256:…`
  /// @param parent id of the image that it was built on, or empty
  /// @param bytes that nothing else on the engine shares, its parent's left out
  record Listed(
      String id,
      String parent,
      List<String> repoTags,
      List<String> repoDigests,
      Map<String, String> labels,
      long bytes) {
    public Listed {
      repoTags = List.copyOf(repoTags);
      repoDigests = List.copyOf(repoDigests);
      labels = Map.copyOf(labels);
    }
  }

  /// All images that the engine has, those between the steps of builds too.
  List<Listed> images() throws IOException;

  /// The ids of the images that the engine would list under these filters.
  ///
  /// @param filters as its API takes them, written anew
  Set<String> imagesLike(ObjectNode filters) throws IOException;

  /// Whether a path in the workspace leads out of it through a link, as far as the broker can see:
  /// only where it runs on the host. The engine refuses such a path in any case, when the container
  /// starts.
  default boolean leadsOutOfWorkspace(String subpath) {
    return false;
  }
}
