package dev.airlock.e2e;

import dev.airlock.e2e.harness.Invocation;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// Outside hosts that exist, named by this machine's own configuration and by nothing in the
/// sources.
final class RealOutside {
  private RealOutside() {}

  /// A file of the package mirror that apt uses on this machine.
  static URI mirroredFile() {
    return Invocation.of(
            "apt-get",
            "indextargets",
            "--format",
            "$(REPO_URI)dists/$(CODENAME)/InRelease",
            "Created-By: Packages")
        .run()
        .expect(0)
        .lines()
        .stream()
        .findFirst()
        .map(URI::create)
        .orElseThrow();
  }

  /// What is to be reached by HTTPS: the mirror, and the npm registry where npm is installed.
  static List<URI> secure() {
    List<URI> secure = new ArrayList<>();
    secure.add(URI.create(mirroredFile().toString().replaceFirst("^http:", "https:")));
    if (Invocation.of("sh", "-c", "command -v npm").run().exit() == 0) {
      secure.add(
          URI.create(Invocation.of("npm", "config", "get", "registry").run().expect(0).answer()));
    }
    return secure;
  }
}
