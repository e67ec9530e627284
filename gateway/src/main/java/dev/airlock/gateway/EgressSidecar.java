package dev.airlock.gateway;

import dev.airlock.egress.EgressArguments;
import dev.airlock.egress.EgressConfig;
import dev.airlock.egress.EgressConfigException;
import dev.airlock.egress.EgressProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// `sandbox egress`.
final class EgressSidecar implements Sidecar {
  static final String NAME = "egress";

  private static final String LISTEN = "--listen";
  private static final String ALLOW = "--allow";
  private static final String POLICY = "--policy";
  private static final String AUDIT = "--audit";
  private static final String NAMES_FILE = "--names-file";
  private static final String SESSION = "--session";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "A forward proxy for CONNECT and absolute-form HTTP that reaches allowed hosts only.";
  }

  @Override
  public List<Flag> flags() {
    return List.of(
        Flag.many(LISTEN, "tcp://HOST:PORT", "listen there"),
        Flag.many(ALLOW, "HOST[:PORT]", "let through to HOST, *.HOST, **.HOST or a network"),
        Flag.once(POLICY, "FILE", "more rules, as JSON: {\"allow\": [\"example.org\"]}"),
        Flag.once(AUDIT, "FILE", "append a line of JSON for each decision"),
        Flag.hidden(NAMES_FILE, "FILE", "the session's own host names, one a line"),
        Flag.hidden(SESSION, "ID", "the session's id for the audit"),
        Flag.READY_FILE);
  }

  @Override
  public Running start(Arguments arguments) throws UsageException, IOException {
    EgressArguments egress =
        new EgressArguments(
            arguments.all(LISTEN),
            arguments.all(ALLOW),
            arguments.one(POLICY, Path::of),
            arguments.one(AUDIT, Path::of),
            arguments.one(NAMES_FILE, Path::of),
            arguments.one(SESSION));
    EgressConfig config;
    try {
      config = EgressConfig.read(egress);
    } catch (EgressConfigException e) {
      e.problems().forEach(arguments.problems()::addLine);
      throw new UsageException(arguments.problems().all());
    }
    arguments.problems().throwIfAny();
    EgressProxy proxy = EgressProxy.start(config);
    return new Running() {
      @Override
      public void awaitTermination() throws InterruptedException {
        proxy.awaitTermination();
      }

      @Override
      public void close() throws IOException {
        proxy.close();
      }
    };
  }
}
