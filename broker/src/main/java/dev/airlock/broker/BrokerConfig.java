package dev.airlock.broker;

import dev.airlock.broker.policy.ConnectionLimits;
import dev.airlock.broker.policy.Limits;
import dev.airlock.broker.policy.Owner;
import dev.airlock.broker.policy.SessionSocket;
import dev.airlock.broker.policy.SiblingNetwork;
import dev.airlock.broker.policy.Workspace;
import dev.airlock.http1.Endpoint;
import dev.airlock.http1.tls.ClientTls;
import dev.airlock.http1.tls.ServerTls;
import dev.airlock.rules.DefaultRegistry;
import dev.airlock.rules.HostRules;
import dev.airlock.rules.ImageGlob;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Everything that a broker is started with. Immutable.
///
/// @param listen where clients connect; at least one
/// @param listenTls of the TCP ones among them
/// @param upstream the daemon
/// @param owner session id and secret
/// @param fresh whether nothing of this owner can be on the engine yet: then it is not asked
/// @param network where siblings go that name no network of the session's
/// @param imageGlobs images of the host that are usable by name
/// @param egress hosts that may be reached, for pulls
/// @param pod container that joins every network the session creates
/// @param egressProxy container that joins them as well, under the host name of the proxy's URL
/// @param publishAddresses where virtual ports listen; those this machine does not have are left
///   out
/// @param namesFile where the names of the session's containers are written for the egress proxy
/// @param spoolDirectory where bodies lie until they are decided
/// @param auditFile where decisions are recorded
public record BrokerConfig(
    List<Endpoint> listen,
    Optional<ServerTls> listenTls,
    Endpoint upstream,
    Optional<ClientTls> upstreamTls,
    Owner owner,
    boolean fresh,
    SiblingNetwork network,
    Workspace workspace,
    SessionSocket socket,
    List<String> imageGlobs,
    HostRules egress,
    Optional<String> pod,
    Optional<String> egressProxy,
    List<InetAddress> publishAddresses,
    Optional<Path> namesFile,
    Path spoolDirectory,
    Optional<Path> auditFile,
    Limits limits,
    ConnectionLimits connectionLimits) {

  /// What images are usable by name when nothing else is said.
  public static final List<String> DEFAULT_IMAGE_GLOBS = List.of("sandbox/*");

  /// Where virtual ports listen when nothing else is said.
  public static final List<InetAddress> LOOPBACK =
      List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

  private static final int SECRET_BYTES = 32;

  /// @throws IllegalArgumentException with all problems, one per line
  public BrokerConfig {
    listen = List.copyOf(listen);
    imageGlobs = List.copyOf(imageGlobs);
    publishAddresses = List.copyOf(publishAddresses);
    List<String> problems = new ArrayList<>();
    if (listen.isEmpty()) {
      problems.add("no endpoint to listen at");
    }
    if (listen.contains(upstream)) {
      problems.add("'" + upstream + "' is both listened at and the engine");
    }
    for (String glob : imageGlobs) {
      try {
        ImageGlob.parse(glob, DefaultRegistry.UNKNOWN);
      } catch (IllegalArgumentException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    if (!Files.isDirectory(spoolDirectory) || !Files.isWritable(spoolDirectory)) {
      problems.add("spool folder '" + spoolDirectory + "' is not a folder that can be written");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }

  /// A broker started by hand: the airlock's policy with no way out, and a session of its own.
  public static BrokerConfig byHand(Endpoint listen, Endpoint upstream) {
    return new BrokerConfig(
        List.of(listen),
        Optional.empty(),
        upstream,
        Optional.empty(),
        new Owner(randomHex(5), randomSecret()),
        true,
        new SiblingNetwork.None(),
        new Workspace.None(),
        new SessionSocket.None(),
        DEFAULT_IMAGE_GLOBS,
        HostRules.none(),
        Optional.empty(),
        Optional.empty(),
        LOOPBACK,
        Optional.empty(),
        Path.of(System.getProperty("java.io.tmpdir", "/tmp")),
        Optional.empty(),
        Limits.DEFAULT,
        ConnectionLimits.DEFAULT);
  }

  /// A secret that nobody can guess.
  public static String randomSecret() {
    return randomHex(SECRET_BYTES);
  }

  private static String randomHex(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
