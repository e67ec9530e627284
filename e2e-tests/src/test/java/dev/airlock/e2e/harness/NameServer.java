package dev.airlock.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// The only resolver that the machine under test has: it knows the test's own names, asks the real
/// one for others, and writes down every question, so that a name that leaked is seen.
public final class NameServer implements AutoCloseable {
  private static final int HEADER = 12;
  private static final int TYPE_A = 1;
  private static final int TYPE_AAAA = 28;
  private static final int LARGEST = 4096;
  private static final int UPSTREAM_MILLIS = 5_000;

  private final DatagramChannel channel;
  private final Map<String, List<InetAddress>> names;
  private final InetAddress upstream;
  private final List<String> questions = new CopyOnWriteArrayList<>();

  NameServer(InetSocketAddress address, Map<String, List<InetAddress>> names) throws IOException {
    this.names = Map.copyOf(names);
    upstream = upstream();
    channel = DatagramChannel.open();
    channel.bind(address);
    Thread.ofPlatform().daemon().name("dns " + address).start(this::serve);
  }

  /// Every name that anybody asked for, in lower case.
  public List<String> questions() {
    return List.copyOf(questions);
  }

  private void serve() {
    while (channel.isOpen()) {
      try {
        ByteBuffer query = ByteBuffer.allocate(LARGEST);
        SocketAddress client = channel.receive(query);
        byte[] bytes = Arrays.copyOf(query.array(), query.position());
        Thread.ofVirtual().start(() -> answer(bytes, client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void answer(byte[] query, SocketAddress client) {
    try {
      Question question = Question.of(query);
      questions.add(question.name());
      List<InetAddress> addresses = names.get(question.name());
      byte[] response = addresses == null ? ask(query) : response(query, question, addresses);
      channel.send(ByteBuffer.wrap(response), client);
    } catch (IOException | RuntimeException lost) {
      // as on any network: the client asks again or gives up
    }
  }

  private record Question(String name, int type, int end) {
    static Question of(byte[] query) {
      List<String> labels = new ArrayList<>();
      int at = HEADER;
      while (query[at] != 0) {
        labels.add(new String(query, at + 1, query[at], StandardCharsets.US_ASCII));
        at += query[at] + 1;
      }
      int type = ((query[at + 1] & 0xff) << 8) | (query[at + 2] & 0xff);
      return new Question(String.join(".", labels).toLowerCase(Locale.ROOT), type, at + 5);
    }
  }

  private static byte[] response(byte[] query, Question question, List<InetAddress> addresses) {
    List<byte[]> records =
        addresses.stream()
            .map(InetAddress::getAddress)
            .filter(a -> question.type() == (a.length == 4 ? TYPE_A : TYPE_AAAA))
            .toList();
    ByteBuffer response = ByteBuffer.allocate(LARGEST);
    response.put(query, 0, 2);
    response.putShort((short) 0x8180); // an answer, recursion desired and available, no error
    response.putShort((short) 1).putShort((short) records.size()).putInt(0);
    response.put(query, HEADER, question.end() - HEADER);
    for (byte[] address : records) {
      response.putShort((short) 0xc00c); // the name asked for
      response.putShort((short) question.type()).putShort((short) 1).putInt(1);
      response.putShort((short) address.length).put(address);
    }
    return Arrays.copyOf(response.array(), response.position());
  }

  private byte[] ask(byte[] query) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(UPSTREAM_MILLIS);
      socket.send(new DatagramPacket(query, query.length, upstream, 53));
      DatagramPacket answer = new DatagramPacket(new byte[LARGEST], LARGEST);
      socket.receive(answer);
      return Arrays.copyOf(answer.getData(), answer.getLength());
    }
  }

  private static InetAddress upstream() throws IOException {
    for (String line : Files.readAllLines(Path.of("/etc/resolv.conf"))) {
      if (line.startsWith("nameserver ")) {
        return InetAddress.ofLiteral(line.substring("nameserver ".length()).strip());
      }
    }
    throw new IllegalStateException("/etc/resolv.conf names no server");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
