package dev.airlock.broker.ports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VirtualPortsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final InetAddress V4 = InetAddress.ofLiteral("127.0.0.1");

  /// Where the container of these tests is: another loopback address.
  private static final InetAddress CONTAINER = InetAddress.ofLiteral("127.0.0.2");

  private final VirtualPorts ports = new VirtualPorts(List.of(V4), id -> Optional.of(CONTAINER));

  @AfterEach
  void close() {
    ports.close();
  }

  private static JsonNode json(String text) throws IOException {
    return JSON.readTree(text.replace('\'', '"'));
  }

  private static PortRequest request(int containerPort, int hostPort) {
    return new PortRequest(containerPort, "tcp", "", hostPort, hostPort);
  }

  @Test
  void readsWhatTheClientAskedFor() throws IOException {
    JsonNode host =
        json(
            "{'PortBindings':{'80/tcp':[{'HostIp':'','HostPort':'8080'},{'HostIp':'127.0.0.1','HostPort':''}],"
                + "'53/udp':[{'HostPort':'9000-9010'}],'81/tcp':[]}}");

    assertThat(PortRequest.of(host, json("{}")))
        .containsExactly(
            new PortRequest(80, "tcp", "", 8080, 8080),
            new PortRequest(80, "tcp", "127.0.0.1", 0, 0),
            new PortRequest(53, "udp", "", 9000, 9010),
            new PortRequest(81, "tcp", "", 0, 0));
  }

  @Test
  void publishesEveryExposedPortWhenAsked() throws IOException {
    JsonNode host =
        json("{'PublishAllPorts':true,'PortBindings':{'80/tcp':[{'HostPort':'8080'}]}}");

    assertThat(PortRequest.of(host, json("{'80/tcp':{},'443/tcp':{}}")))
        .extracting(PortRequest::containerPort, PortRequest::firstPort)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(80, 8080),
            org.assertj.core.groups.Tuple.tuple(443, 0));
  }

  @Test
  void forwardsBothWaysAndPassesHalfCloseOn() throws Exception {
    try (ServerSocket container = new ServerSocket(0, 1, CONTAINER)) {
      Thread echo =
          Thread.ofVirtual()
              .start(() -> {
                try (Socket accepted = container.accept()) {
                  byte[] all = accepted.getInputStream().readAllBytes();
                  accepted
                      .getOutputStream()
                      .write(("got " + new String(all, UTF_8)).getBytes(UTF_8));
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      ports.open("c1", List.of(request(container.getLocalPort(), 0)));
      int port = ports.of("c1").getFirst().hostPort();

      try (Socket client = new Socket(V4, port)) {
        client.getOutputStream().write("hello".getBytes(UTF_8));
        client.shutdownOutput();
        assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
            .isEqualTo("got hello");
      }
      echo.join();
    }
  }

  @Test
  void forwardsDatagramsAndTheirAnswers() throws Exception {
    try (DatagramSocket container = new DatagramSocket(0, CONTAINER);
        DatagramSocket client = new DatagramSocket(0, V4)) {
      client.setSoTimeout(10_000);
      container.setSoTimeout(10_000);
      ports.open("c1", List.of(new PortRequest(container.getLocalPort(), "udp", "", 0, 0)));
      int port = ports.of("c1").getFirst().hostPort();

      client.send(new DatagramPacket("ping".getBytes(UTF_8), 4, V4, port));
      DatagramPacket received = new DatagramPacket(new byte[16], 16);
      container.receive(received);
      container.send(
          new DatagramPacket("pong".getBytes(UTF_8), 4, received.getAddress(), received.getPort()));
      DatagramPacket answer = new DatagramPacket(new byte[16], 16);
      client.receive(answer);

      assertThat(new String(answer.getData(), 0, answer.getLength(), UTF_8)).isEqualTo("pong");
    }
  }

  @Test
  void refusesAPortThatIsTakenInTheEnginesWordsAndOpensNoneOfTheOthers() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, V4)) {
      int taken = other.getLocalPort();

      assertThatExceptionOfType(PortTakenException.class)
          .isThrownBy(() -> ports.open("c1", List.of(request(80, 0), request(81, taken))))
          .withMessage("Bind for 0.0.0.0:" + taken + " failed: port is already allocated");
      assertThat(ports.of("c1")).isEmpty();
    }
  }

  @Test
  void takesTheFirstFreePortOfARange() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, V4)) {
      int taken = other.getLocalPort();
      ports.open("c1", List.of(new PortRequest(80, "tcp", "", taken, taken + 50)));

      assertThat(ports.of("c1").getFirst().hostPort()).isBetween(taken + 1, taken + 50);
    }
  }

  @Test
  void closesThePortsOfAContainerWithItsConnections() throws Exception {
    try (ServerSocket container = new ServerSocket(0, 1, CONTAINER)) {
      ports.open("c1", List.of(request(container.getLocalPort(), 0)));
      int port = ports.of("c1").getFirst().hostPort();
      try (Socket client = new Socket(V4, port);
          Socket accepted = container.accept()) {
        ports.close("c1");

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(accepted.getInputStream().read()).isEqualTo(-1);
      }
      assertThatExceptionOfType(ConnectException.class)
          .isThrownBy(() -> new Socket(V4, port).close());
      assertThat(ports.of("c1")).isEmpty();
    }
  }

  @Test
  void keepsThePortsOfAContainerThatIsStartedAgain() throws Exception {
    ports.open("c1", List.of(request(80, 0)));
    int port = ports.of("c1").getFirst().hostPort();
    ports.open("c1", List.of(request(80, 0)));

    assertThat(ports.of("c1").getFirst().hostPort()).isEqualTo(port);
  }
}
