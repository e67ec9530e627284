package dev.airlock.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// client <-> front (relay) back <-> daemon
@Timeout(30)
class RelayWireTest {
  @TempDir private Path directory;
  private SocketPair front;
  private SocketPair back;
  private Transport client;
  private Transport daemon;

  @BeforeEach
  void connect() throws IOException {
    front = SocketPair.tcp();
    back = SocketPair.unix(directory, "back");
    client = front.client();
    daemon = back.server();
  }

  @AfterEach
  void disconnect() throws IOException {
    front.close();
    back.close();
  }

  private CompletableFuture<Relay.Result> relay(RelayLimits limits) {
    return CompletableFuture.supplyAsync(
        () -> Relay.run(front.server(), back.client(), limits), Thread::startVirtualThread);
  }

  @Test
  void passesTheClientsEndOnAndTheAnswerBack() throws Exception {
    var relay = relay(RelayLimits.NONE);
    send(client, "all I have");
    client.shutdownOutput();

    assertThat(receive(daemon)).isEqualTo("all I have");
    send(daemon, "the answer to it");
    daemon.shutdownOutput();

    assertThat(receive(client)).isEqualTo("the answer to it");
    assertThat(result(relay)).isEqualTo(new Relay.Result(10, 16, Relay.End.COMPLETE));
  }

  @Test
  void passesTheDaemonsEndOnWhileTheClientStillTalks() throws Exception {
    var relay = relay(RelayLimits.NONE);
    send(daemon, "bye");
    daemon.shutdownOutput();
    assertThat(receive(client)).isEqualTo("bye");

    send(client, "one more thing");
    client.shutdownOutput();

    assertThat(receive(daemon)).isEqualTo("one more thing");
    assertThat(result(relay).end()).isEqualTo(Relay.End.COMPLETE);
  }

  @Test
  void endsWhenBothEndWithoutAByte() throws Exception {
    var relay = relay(RelayLimits.NONE);
    client.shutdownOutput();
    daemon.shutdownOutput();

    assertThat(result(relay)).isEqualTo(new Relay.Result(0, 0, Relay.End.COMPLETE));
  }

  @Test
  void passesASingleByteOnAtOnce() throws Exception {
    var relay = relay(RelayLimits.NONE);
    for (char c : "typed by hand".toCharArray()) {
      client.output().write(c);
      assertThat(daemon.input().read()).isEqualTo(c);
    }
    assertThat(relay).isNotDone();
  }

  @Test
  void carriesMuchBothWaysAtOnce() throws Exception {
    byte[] much = new byte[5_000_000];
    new Random(1).nextBytes(much);
    var relay = relay(RelayLimits.NONE);
    var sent = CompletableFuture.runAsync(() -> sendAll(client, much), Thread::startVirtualThread);
    var sentBack =
        CompletableFuture.runAsync(() -> sendAll(daemon, much), Thread::startVirtualThread);
    var received =
        CompletableFuture.supplyAsync(() -> receiveAll(daemon), Thread::startVirtualThread);

    assertThat(Arrays.equals(receiveAll(client), much)).isTrue();
    assertThat(Arrays.equals(received.get(), much)).isTrue();
    CompletableFuture.allOf(sent, sentBack).get();
    assertThat(result(relay))
        .isEqualTo(new Relay.Result(much.length, much.length, Relay.End.COMPLETE));
  }

  @Test
  void closesBothWhenNothingComes() throws Exception {
    var relay = relay(RelayLimits.idle(Duration.ofMillis(200)));
    send(client, "x");

    assertThat(result(relay).end()).isEqualTo(Relay.End.IDLE);
    assertThat(receive(daemon)).isEqualTo("x");
    assertThat(client.input().read()).isEqualTo(-1);
  }

  @Test
  void isNotIdleWhileOneDirectionTalks() throws Exception {
    Duration idle = Duration.ofMillis(600);
    var relay = relay(RelayLimits.idle(idle));
    long end = System.nanoTime() + 3 * idle.toNanos();
    while (System.nanoTime() < end) {
      daemon.output().write('.');
      assertThat(client.input().read()).isEqualTo('.');
      TimeUnit.MILLISECONDS.sleep(20); // the time that passes is what is tested
    }

    assertThat(relay).isNotDone();
  }

  @Test
  void sendsFirstWhatTheWiresHadReceived() throws Exception {
    send(client, "POST /attach HTTP/1.1\r\nHost: h\r\n\r\nearly");
    send(daemon, "HTTP/1.1 101 UPGRADED\r\n\r\nbanner");
    Wire down = new Wire(front.server(), HeadLimits.DEFAULT);
    Wire up = new Wire(back.client(), HeadLimits.DEFAULT);
    down.readRequestHead();
    assertThat(up.readResponseHead().status()).isEqualTo(101);
    var relay =
        CompletableFuture.supplyAsync(
            () -> Relay.run(down, up, RelayLimits.NONE), Thread::startVirtualThread);
    client.shutdownOutput();
    daemon.shutdownOutput();

    assertThat(receive(daemon)).isEqualTo("early");
    assertThat(receive(client)).isEqualTo("banner");
    assertThat(result(relay).end()).isEqualTo(Relay.End.COMPLETE);
  }

  @Test
  void deliversWhatADaemonSaidBeforeItClosedOnAClientThatStillTalks() throws Exception {
    byte[] much = new byte[3_000_000];
    new Random(2).nextBytes(much);
    var relay = relay(RelayLimits.NONE);
    var talking =
        CompletableFuture.runAsync(() -> sendUntilRefused(client), Thread::startVirtualThread);
    sendAll(daemon, much);
    daemon.close();

    assertThat(Arrays.equals(receiveAll(client), much)).isTrue();
    client.close();
    talking.get(10, TimeUnit.SECONDS);
    assertThat(result(relay).bToA()).isEqualTo(much.length);
  }

  @Test
  void aClientThatStaysWhenTheDaemonHasGoneIsCutOff() throws Exception {
    var relay = relay(RelayLimits.NONE);
    var talking =
        CompletableFuture.runAsync(() -> sendUntilRefused(client), Thread::startVirtualThread);
    daemon.close();

    assertThat(result(relay).end()).isEqualTo(Relay.End.BROKEN);
    talking.get(10, TimeUnit.SECONDS);
  }

  @Test
  void endsBrokenWhenOneSideIsCutOff() throws Exception {
    var relay = relay(RelayLimits.NONE);
    back.client().close();

    assertThat(result(relay).end()).isEqualTo(Relay.End.BROKEN);
    assertThat(client.input().read()).isEqualTo(-1);
  }

  private static Relay.Result result(CompletableFuture<Relay.Result> relay) throws Exception {
    return relay.get(10, TimeUnit.SECONDS);
  }

  private static void send(Transport to, String text) throws IOException {
    to.output().write(text.getBytes(ISO_8859_1));
  }

  private static String receive(Transport from) throws IOException {
    return new String(from.input().readAllBytes(), ISO_8859_1);
  }

  private static void sendUntilRefused(Transport to) {
    try {
      while (true) {
        to.output().write(new byte[1000]);
      }
    } catch (IOException e) {
      // This is what it waits for.
    }
  }

  private static void sendAll(Transport to, byte[] bytes) {
    try {
      OutputStream out = to.output();
      out.write(bytes);
      to.shutdownOutput();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] receiveAll(Transport from) {
    try {
      InputStream in = from.input();
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
