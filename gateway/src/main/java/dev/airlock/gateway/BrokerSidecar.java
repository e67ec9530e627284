package dev.airlock.gateway;

import dev.airlock.broker.Broker;
import java.io.IOException;
import java.util.List;

/// `sandbox broker`.
final class BrokerSidecar implements Sidecar {
  static final String NAME = "broker";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "A reverse proxy before a Docker engine that decides on every request.";
  }

  @Override
  public List<Flag> flags() {
    return BrokerArguments.FLAGS;
  }

  @Override
  public Running start(Arguments arguments) throws UsageException, IOException {
    Broker broker = Broker.start(new BrokerArguments(arguments, System.getenv()).config());
    return new Running() {
      @Override
      public void awaitTermination() throws InterruptedException {
        broker.awaitTermination();
      }

      @Override
      public void close() throws IOException {
        broker.close();
      }
    };
  }
}
