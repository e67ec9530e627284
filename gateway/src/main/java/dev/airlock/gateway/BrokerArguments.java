package dev.airlock.gateway;

import dev.airlock.broker.BrokerConfig;
import dev.airlock.broker.policy.ConnectionLimits;
import dev.airlock.broker.policy.Limits;
import dev.airlock.broker.policy.Owner;
import dev.airlock.broker.policy.SessionSocket;
import dev.airlock.broker.policy.SiblingNetwork;
import dev.airlock.broker.policy.Workspace;
import dev.airlock.http1.Endpoint;
import dev.airlock.http1.tls.ClientTls;
import dev.airlock.http1.tls.ServerTls;
import dev.airlock.rules.HostRules;
import dev.airlock.rules.RuleException;
import dev.airlock.rules.RuleProblem;
import dev.airlock.rules.RuleText;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// From the broker's arguments to its configuration.
final class BrokerArguments {
  /// The variable with the secret that marks what the session made; random where it is not set.
  static final String OWNER_KEY = "SANDBOX_OWNER_KEY";

  private static final String LISTEN = "--listen";
  private static final String UPSTREAM = "--upstream";
  private static final String POLICY = "--policy";
  private static final String ALLOW_IMAGE = "--allow-image";
  private static final String SESSION = "--session";
  private static final String WORKSPACE = "--workspace";
  private static final String AUDIT = "--audit";
  private static final String TLS_DIR = "--tls-dir";
  private static final String UPSTREAM_TLS_DIR = "--upstream-tls-dir";
  private static final String NETWORK = "--network";
  private static final String PROXY_URL = "--proxy-url";
  private static final String NO_PROXY = "--no-proxy";
  private static final String BRIDGE = "--bridge";
  private static final String POD = "--pod";
  private static final String EGRESS = "--egress";
  private static final String WORKSPACE_VOLUME = "--workspace-volume";
  private static final String SOCKET_VOLUME = "--socket-volume";
  private static final String ALLOW = "--allow";
  private static final String PUBLISH_ADDRESS = "--publish-address";
  private static final String NAMES_FILE = "--names-file";
  private static final String SPOOL_DIR = "--spool-dir";

  static final List<Flag> FLAGS =
      List.of(
          Flag.many(LISTEN, "ENDPOINT", "listen at unix:///PATH or tcp://HOST:PORT"),
          Flag.once(UPSTREAM, "ENDPOINT", "the engine, unix:///PATH or tcp://HOST:PORT"),
          Flag.once(POLICY, "FILE", "more rules, as JSON: {\"allow\": […], \"allowImages\": […]}"),
          Flag.many(ALLOW_IMAGE, "GLOB", "let images of the engine be used that match GLOB"),
          Flag.once(SESSION, "ID", "the session's id; random by default"),
          Flag.once(WORKSPACE, "DIR", "the folder below which binds are possible"),
          Flag.once(AUDIT, "FILE", "append a line of JSON for each decision"),
          Flag.once(TLS_DIR, "DIR", "ca.pem, cert.pem and key.pem for TCP clients, mutual TLS"),
          Flag.once(UPSTREAM_TLS_DIR, "DIR", "ca.pem, cert.pem and key.pem towards the engine"),
          Flag.hiddenMany(ALLOW, "HOST[:PORT]", "hosts that images may be pulled from"),
          Flag.hidden(NETWORK, "NAME", "the airlock that siblings are put on"),
          Flag.hidden(PROXY_URL, "URL", "the egress proxy as siblings reach it"),
          Flag.hidden(NO_PROXY, "LIST", "hosts that siblings reach without the proxy"),
          Flag.hidden(BRIDGE, "NAME", "the ordinary network that siblings are put on"),
          Flag.hidden(POD, "CONTAINER", "joins every network that the session makes"),
          Flag.hidden(EGRESS, "CONTAINER", "joins every network that the session makes"),
          Flag.hidden(WORKSPACE_VOLUME, "NAME", "the workspace as a volume"),
          Flag.hidden(SOCKET_VOLUME, "NAME", "the volume that holds docker.sock"),
          Flag.hiddenMany(PUBLISH_ADDRESS, "ADDRESS", "where published ports listen"),
          Flag.hidden(NAMES_FILE, "FILE", "write the session's own host names there"),
          Flag.hidden(SPOOL_DIR, "DIR", "where bodies lie until they are decided on"),
          Flag.READY_FILE);

  private static final int SESSION_BYTES = 5;

  private final Arguments arguments;
  private final Problems problems;
  private final Map<String, String> environment;

  BrokerArguments(Arguments arguments, Map<String, String> environment) {
    this.arguments = arguments;
    this.problems = arguments.problems();
    this.environment = environment;
  }

  /// @throws UsageException with all that is wrong
  BrokerConfig config() throws UsageException {
    BrokerPolicyFile policy =
        arguments.one(POLICY, BrokerPolicyFile::read).orElse(BrokerPolicyFile.EMPTY);
    Optional<ServerTls> listenTls =
        arguments.one(TLS_DIR, dir -> ServerTls.fromDirectory(Path.of(dir)));
    Optional<ClientTls> upstreamTls =
        arguments.one(UPSTREAM_TLS_DIR, dir -> ClientTls.fromDirectory(Path.of(dir)));
    List<Endpoint> listen = arguments.all(LISTEN, Endpoint::parse);
    Endpoint upstream = upstream();
    Owner owner = owner();
    HostRules egress = egress(policy);
    SiblingNetwork network = network();
    Workspace workspace = workspace(owner);
    List<InetAddress> publish = arguments.all(PUBLISH_ADDRESS, InetAddress::ofLiteral);
    List<String> images = new ArrayList<>(BrokerConfig.DEFAULT_IMAGE_GLOBS);
    images.addAll(policy.allowImages());
    images.addAll(arguments.all(ALLOW_IMAGE));
    if (arguments.all(LISTEN).isEmpty()) {
      problems.add("'--listen' is missing", "write --listen unix:///PATH");
    }
    problems.throwIfAny();
    try {
      return new BrokerConfig(
          listen,
          listenTls,
          upstream,
          upstreamTls,
          owner,
          !environment.containsKey(OWNER_KEY),
          network,
          workspace,
          socket(owner, listen),
          images,
          egress,
          arguments.one(POD),
          arguments.one(EGRESS),
          publish.isEmpty() ? BrokerConfig.LOOPBACK : publish,
          arguments.one(NAMES_FILE, Path::of),
          arguments
              .one(SPOOL_DIR, Path::of)
              .orElse(Path.of(System.getProperty("java.io.tmpdir", "/tmp"))),
          arguments.one(AUDIT, Path::of),
          Limits.DEFAULT,
          ConnectionLimits.DEFAULT);
    } catch (IllegalArgumentException e) {
      String.valueOf(e.getMessage()).lines().forEach(problems::addLine);
      throw new UsageException(problems.all());
    }
  }

  private Endpoint upstream() {
    Endpoint none = new Endpoint.Tcp("127.0.0.1", 0);
    if (arguments.one(UPSTREAM).isEmpty()) {
      problems.add("'--upstream' is missing", "write --upstream unix:///var/run/docker.sock");
    }
    return arguments.one(UPSTREAM, Endpoint::parse).orElse(none);
  }

  private Owner owner() {
    String secret = environment.getOrDefault(OWNER_KEY, BrokerConfig.randomSecret());
    String random = randomSession();
    return arguments
        .one(SESSION, id -> new Owner(id, secret))
        .orElseGet(() -> new Owner(random, secret));
  }

  private static String randomSession() {
    byte[] random = new byte[SESSION_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private HostRules egress(BrokerPolicyFile policy) {
    List<RuleText> texts = new ArrayList<>();
    arguments.all(ALLOW).forEach(rule -> texts.add(new RuleText(rule, ALLOW)));
    policy.allow().forEach(rule -> texts.add(new RuleText(rule, POLICY)));
    try {
      return HostRules.parse(texts);
    } catch (RuleException e) {
      e.problems().stream().map(RuleProblem::toString).forEach(problems::addLine);
      return HostRules.none();
    }
  }

  private SiblingNetwork network() {
    Optional<String> airlock = arguments.one(NETWORK);
    Optional<String> bridge = arguments.one(BRIDGE);
    if (airlock.isPresent() && bridge.isPresent()) {
      problems.add("'--network' and '--bridge' are both given", "give one of them");
    }
    if (airlock.isPresent()) {
      if (arguments.one(PROXY_URL).isEmpty()) {
        problems.add("'--network' without '--proxy-url'", "give both");
      }
      return new SiblingNetwork.Airlock(
          airlock.get(),
          arguments.one(PROXY_URL).orElse(""),
          arguments.one(NO_PROXY).orElse("localhost,127.0.0.1,::1"));
    }
    return bridge.<SiblingNetwork>map(SiblingNetwork.Bridge::new).orElse(new SiblingNetwork.None());
  }

  private Workspace workspace(Owner owner) {
    Optional<String> volume = arguments.one(WORKSPACE_VOLUME);
    if (arguments.one(WORKSPACE).isEmpty()) {
      if (volume.isPresent()) {
        problems.add("'--workspace-volume' without '--workspace'", "give both");
      }
      return new Workspace.None();
    }
    return arguments
        .<Workspace>one(
            WORKSPACE,
            folder ->
                new Workspace.Folder(
                    canonical(folder),
                    volume.orElse("sandbox-" + owner.sessionId() + "-workspace"),
                    volume.isPresent()))
        .orElse(new Workspace.None());
  }

  /// As the engine's machine knows it; in a sidecar the folder is not there to be looked at.
  private static String canonical(String folder) throws IOException {
    Path path = Path.of(folder);
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("'" + folder + "' is not absolute");
    }
    return Files.exists(path) ? path.toRealPath().toString() : path.normalize().toString();
  }

  /// What a client gets that mounts `/var/run/docker.sock`: this broker's own socket, in the plan's
  /// volume, or by hand in one that the engine makes on the socket's folder.
  private SessionSocket socket(Owner owner, List<Endpoint> listen) {
    Optional<Path> path =
        listen.stream()
            .filter(Endpoint.Unix.class::isInstance)
            .map(endpoint -> ((Endpoint.Unix) endpoint).path())
            .findFirst();
    String name = path.map(Path::getFileName).map(String::valueOf).orElse("docker.sock");
    Optional<String> volume = arguments.one(SOCKET_VOLUME);
    if (volume.isPresent()) {
      return new SessionSocket.InVolume(volume.get(), name);
    }
    return path.map(Path::getParent)
        .filter(folder -> folder.isAbsolute() && folder.getNameCount() > 0)
        .<SessionSocket>map(folder ->
            new SessionSocket.InFolder(
                folder.toString(), "sandbox-" + owner.sessionId() + "-run", name))
        .orElse(new SessionSocket.None());
  }
}
