package dev.airlock.broker.inspect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.archive.SpoolFile;
import dev.airlock.broker.archive.Spools;
import dev.airlock.broker.policy.BrokerPolicy;
import dev.airlock.broker.policy.ImageRules;
import dev.airlock.broker.policy.Limits;
import dev.airlock.broker.policy.Owner;
import dev.airlock.broker.policy.SessionSocket;
import dev.airlock.broker.policy.SiblingNetwork;
import dev.airlock.broker.policy.Workspace;
import dev.airlock.broker.route.ApiVersion;
import dev.airlock.rules.DefaultRegistry;
import dev.airlock.rules.ImageReference;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A session with a few objects of its own, beside an engine that has others.
final class FakeWorld {

  static final String OWN_ID = "1111111111111111111111111111111111111111111111111111111111111111";
  static final String NETWORK_ID =
      "2222222222222222222222222222222222222222222222222222222222222222";
  static final String EXEC_ID = "3333333333333333333333333333333333333333333333333333333333333333";
  static final String OWN_IMAGE =
      "sha256:4444444444444444444444444444444444444444444444444444444444444444";
  static final String ALLOWED_IMAGE =
      "sha256:5555555555555555555555555555555555555555555555555555555555555555";
  static final String FOREIGN_IMAGE =
      "sha256:6666666666666666666666666666666666666666666666666666666666666666";
  static final String STEP =
      "sha256:8888888888888888888888888888888888888888888888888888888888888888";
  static final DefaultRegistry REGISTRY = new DefaultRegistry("index.registry.test");
  static final String SESSION = "abcdefghij";
  static final String SECRET = "the-owner-secret";

  private static final Set<String> ALLOWED_PATHS =
      Set.of(
          "sandbox/hello",
          "library/alpine",
          "library/trigger",
          "library/absent",
          "library/workdir");

  private FakeWorld() {}

  static BrokerPolicy policy(SiblingNetwork network) {
    return new BrokerPolicy(
        new Owner(SESSION, SECRET),
        new Rules(),
        network,
        new Workspace.Folder("/home/me/app", "sandbox-abcdefghij-workspace", true),
        new SessionSocket.InVolume("sandbox-abcdefghij-run", "docker.sock"),
        Limits.DEFAULT);
  }

  static SiblingNetwork airlock() {
    return new SiblingNetwork.Airlock(
        "sandbox-abcdefghij-airlock", "http://egress:3128", "broker,localhost");
  }

  static World airlocked() {
    return world(policy(airlock()));
  }

  static World world(BrokerPolicy policy) {
    return new World(policy, new ApiVersion(51), new Own(), new Engine(), FakeWorld::spool);
  }

  static SpoolFile spool(Spools.Writer writer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.writeTo(out);
    return spool(out.toByteArray());
  }

  static SpoolFile spool(byte[] bytes) {
    return new SpoolFile() {
      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }

      @Override
      public long size() {
        return bytes.length;
      }
    };
  }

  private static final class Rules implements ImageRules {
    @Override
    public DefaultRegistry defaultRegistry() {
      return REGISTRY;
    }

    @Override
    public boolean allowsImage(ImageReference name) {
      return (name.registry().isEmpty() && ALLOWED_PATHS.contains(name.path()))
          || name.registry().equals("closed.test");
    }

    @Override
    public Optional<String> refusesRegistry(String host, int port) {
      return host.equals("closed.test") ? Optional.of("no rule allows it") : Optional.empty();
    }
  }

  private static final class Own implements Objects {
    private static final Container CONTAINER = new Container(OWN_ID, "web");
    private static final Network NETWORK = new Network(NETWORK_ID, "app_default");
    private static final Network BACK = new Network("7".repeat(64), "app_back");

    @Override
    public Optional<Container> container(String reference) {
      return refers(reference, OWN_ID, "web") ? Optional.of(CONTAINER) : Optional.empty();
    }

    @Override
    public Optional<Network> network(String reference) {
      if (reference.equals(BACK.name())) {
        return Optional.of(BACK);
      }
      return refers(reference, NETWORK_ID, "app_default") ? Optional.of(NETWORK) : Optional.empty();
    }

    private static boolean refers(String reference, String id, String name) {
      String bare = reference.startsWith("/") ? reference.substring(1) : reference;
      return !bare.isEmpty() && (bare.equals(name) || id.startsWith(bare));
    }

    @Override
    public boolean ownsVolume(String engineName) {
      return engineName.equals("sandbox-abcdefghij_db");
    }

    @Override
    public boolean ownsTag(String engineTag) {
      return engineTag.equals("sandbox-session/abcdefghij/app:latest");
    }

    @Override
    public Optional<String> image(String idOrPrefix) {
      String prefix = idOrPrefix.startsWith("sha256:") ? idOrPrefix : "sha256:" + idOrPrefix;
      return OWN_IMAGE.startsWith(prefix) ? Optional.of(OWN_IMAGE) : Optional.empty();
    }

    @Override
    public Optional<Exec> exec(String id) {
      return id.equals(EXEC_ID) ? Optional.of(new Exec(EXEC_ID, OWN_ID)) : Optional.empty();
    }

    @Override
    public Count count() {
      return new Count(1, 1, 1);
    }
  }

  private static final class Engine implements Lookups {
    private static final Map<String, Image> IMAGES =
        Map.of(
            "sandbox-session/abcdefghij/app:latest",
            image(OWN_IMAGE, "sandbox-session/abcdefghij/app:latest"),
            OWN_IMAGE,
            image(OWN_IMAGE, "sandbox-session/abcdefghij/app:latest"),
            "sandbox/hello:latest",
            image(ALLOWED_IMAGE, "sandbox/hello:latest"),
            "alpine:latest",
            image(ALLOWED_IMAGE, "alpine:latest"),
            ALLOWED_IMAGE,
            image(ALLOWED_IMAGE, "alpine:latest"),
            FOREIGN_IMAGE,
            image(FOREIGN_IMAGE, "company/secret:latest"),
            "trigger:latest",
            new Image(
                ALLOWED_IMAGE,
                List.of("trigger:latest"),
                List.of(),
                List.of("ADD http://outside.test/x /x"),
                Map.of(),
                ""),
            "workdir:latest",
            startingIn("/srv/app/"),
            "workdir:proc",
            startingIn("/srv/../proc//self/fd/8"),
            "workdir:relative",
            startingIn("dev/fd/8"));

    private static Image startingIn(String directory) {
      return new Image(
          "sha256:" + "9".repeat(64), List.of(), List.of(), List.of(), Map.of(), directory);
    }

    private static Image image(String id, String tag) {
      return new Image(id, List.of(tag), List.of(), List.of(), Map.of(), "");
    }

    @Override
    public Optional<Image> image(String engineReference) {
      return Optional.ofNullable(IMAGES.get(engineReference));
    }

    @Override
    public List<Listed> images() {
      return List.of(
          new Listed(OWN_IMAGE, STEP, List.of(), List.of(), Map.of(), 10),
          new Listed(
              STEP, ALLOWED_IMAGE, List.of(), List.of(), Map.of(Owner.SESSION_LABEL, SESSION), 1),
          new Listed(ALLOWED_IMAGE, "", List.of("alpine:latest"), List.of(), Map.of(), 5),
          new Listed(FOREIGN_IMAGE, "", List.of(), List.of(), Map.of(), 5));
    }

    @Override
    public Set<String> imagesLike(ObjectNode filters) {
      return Set.of(OWN_IMAGE, FOREIGN_IMAGE);
    }

    @Override
    public Optional<Image> imageById(String digits) {
      return IMAGES.values().stream()
          .filter(image -> image.id().startsWith("sha256:" + digits))
          .findFirst();
    }
  }
}
