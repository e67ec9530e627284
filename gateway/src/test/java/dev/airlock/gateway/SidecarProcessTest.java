package dev.airlock.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a sidecar ends that cannot begin; the life of one that can is tested where the proxies are.
class SidecarProcessTest {
  @TempDir private Path folder;

  record Ended(int status, String out, String err) {}

  private static Ended run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Main.run(
            List.of(words), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    return new Ended(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  @Test
  void saysThatThePortIsTakenAndNeverAsksTheEngine() throws IOException {
    Path engine = folder.resolve("engine.sock");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocketChannel upstream = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      upstream.bind(UnixDomainSocketAddress.of(engine));
      upstream.configureBlocking(false);
      String listen = "tcp://127.0.0.1:" + taken.getLocalPort();

      explains(
          run(
              "broker",
              "--listen",
              listen,
              "--upstream",
              "unix://" + engine,
              "--spool-dir",
              folder.toString()),
          1,
          "the broker cannot start",
          "nobody else listens there");
      assertThat(upstream.accept()).as("nothing reached the engine").isNull();
      explains(
          run("egress", "--listen", listen),
          1,
          "the egress cannot start",
          "nobody else listens there");
    }
  }

  @Test
  void saysWhichSidecarsThereAre() {
    explains(run(), 2, "no sidecar named", "'sandbox broker' or 'sandbox egress'");
    explains(run("brokr"), 2, "unknown sidecar 'brokr'", "'sandbox broker'");
  }

  @Test
  void refusesWhatItCannotReadBeforeItListens() {
    explains(run("broker"), 2, "'--listen' is missing", "write --listen unix:///PATH");
    explains(run("broker", "--lisen", "unix:///x"), 2, "unknown flag '--lisen'", "'--listen'?");
    explains(run("egress", "--allow", "a b", "--listen", "tcp://127.0.0.1:0"), 2, "a b", "");
  }

  private static void explains(Ended ended, int status, String error, String hint) {
    assertThat(ended.status()).as(ended.toString()).isEqualTo(status);
    assertThat(ended.out()).as("never 'ready'").isEmpty();
    assertThat(ended.err().lines())
        .as(ended.toString())
        .anySatisfy(line -> assertThat(line).startsWith("sandbox: error: ").contains(error))
        .anySatisfy(line -> assertThat(line).startsWith("sandbox: hint: ").contains(hint));
  }
}
