package dev.airlock.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Servers that answer whoever comes and write down that it came: what a test says was out of reach
/// must have left no line here.
public final class ContactRecorder implements AutoCloseable {
  /// Whoever reached a server gets this word back.
  public static final String GREETING = "reached";

  private static final int LONGEST_REQUEST = 8192;

  private final List<Channel> channels = new CopyOnWriteArrayList<>();
  private final List<Contact> contacts = new CopyOnWriteArrayList<>();

  /// One connection or datagram.
  ///
  /// @param protocol `tcp` or `udp`
  /// @param local where it arrived
  /// @param from who sent it
  /// @param text what it said first
  public record Contact(String protocol, String local, String from, String text) {}

  /// Answers TCP there: HTTP with a page, anything else with the greeting.
  public void listenTcp(InetSocketAddress address) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    server.bind(address);
    channels.add(server);
    Thread.ofPlatform().daemon().name("tcp " + address).start(() -> accept(server));
  }

  /// Answers every datagram there with the greeting.
  public void listenUdp(InetSocketAddress address) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.bind(address);
    channels.add(channel);
    Thread.ofPlatform().daemon().name("udp " + address).start(() -> receive(channel));
  }

  public List<Contact> contacts() {
    return List.copyOf(contacts);
  }

  /// Those that arrived at one address.
  public List<Contact> contactsAt(String host) {
    return contacts.stream().filter(contact -> contact.local().startsWith(host)).toList();
  }

  public void forget() {
    contacts.clear();
  }

  private void accept(ServerSocketChannel server) {
    while (server.isOpen()) {
      try {
        SocketChannel connection = server.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(SocketChannel connection) {
    try (connection) {
      int place = contacts.size();
      Contact contact =
          contact("tcp", connection.getLocalAddress(), connection.getRemoteAddress(), "");
      contacts.add(contact);
      ByteBuffer request = ByteBuffer.allocate(LONGEST_REQUEST);
      if (connection.read(request) < 0) {
        return;
      }
      String text = new String(request.array(), 0, request.position(), StandardCharsets.ISO_8859_1);
      contacts.replaceAll(c -> c.equals(contact) ? withText(contact, text) : c);
      connection.write(ByteBuffer.wrap(answer(text, place).getBytes(StandardCharsets.ISO_8859_1)));
    } catch (IOException gone) {
      // it came, and that is written down
    }
  }

  private static String answer(String request, int place) {
    String body = GREETING + " " + place + "\n";
    return request.contains(" HTTP/1.")
        ? "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body
        : body;
  }

  private void receive(DatagramChannel channel) {
    ByteBuffer datagram = ByteBuffer.allocate(LONGEST_REQUEST);
    while (channel.isOpen()) {
      try {
        datagram.clear();
        SocketAddress sender = channel.receive(datagram);
        String text =
            new String(datagram.array(), 0, datagram.position(), StandardCharsets.ISO_8859_1);
        contacts.add(contact("udp", channel.getLocalAddress(), sender, text));
        channel.send(ByteBuffer.wrap(GREETING.getBytes(StandardCharsets.US_ASCII)), sender);
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static Contact contact(
      String protocol, SocketAddress local, SocketAddress from, String text) {
    return new Contact(protocol, format(local), format(from), text);
  }

  private static Contact withText(Contact contact, String text) {
    return new Contact(contact.protocol(), contact.local(), contact.from(), text);
  }

  private static String format(SocketAddress address) {
    InetSocketAddress internet = (InetSocketAddress) address;
    return internet.getAddress().getHostAddress() + " " + internet.getPort();
  }

  @Override
  public void close() {
    for (Channel channel : channels) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
