package dev.airlock.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The world outside: two web servers, one that tests allow and one that they do not, and the
/// resolver that knows their names. It runs in the test's process, in the real machine's namespace.
public final class Outside implements AutoCloseable {
  /// Has the addresses of {@link TestHost#open()}.
  public static final String OPEN_NAME = "open.sandbox.test";

  /// Has the addresses of {@link TestHost#closed()}.
  public static final String CLOSED_NAME = "closed.sandbox.test";

  /// A name anybody may own that leads back to the machine itself.
  public static final String LOOPBACK_NAME = "loopback.sandbox.test";

  /// A name that leads to where clouds keep credentials.
  public static final String METADATA_NAME = "metadata.sandbox.test";

  public static final int HTTP = 80;
  public static final int OTHER = 8080;

  private static final List<Integer> TCP_PORTS = List.of(22, 53, HTTP, 443, 2375, OTHER);
  private static final List<Integer> UDP_PORTS = List.of(53, 123, 443, OTHER);

  private final ContactRecorder open = new ContactRecorder();
  private final ContactRecorder closed = new ContactRecorder();
  private final NameServer names;

  Outside(TestHost host) {
    try {
      names =
          new NameServer(
              new InetSocketAddress(host.router(), 53),
              Map.of(
                  OPEN_NAME, List.of(host.literal(host.open()), host.literal(host.open6())),
                  CLOSED_NAME, List.of(host.literal(host.closed()), host.literal(host.closed6())),
                  LOOPBACK_NAME, List.of(host.literal("127.0.0.1"), host.literal("::1")),
                  METADATA_NAME, List.of(host.literal("169.254.169.254"))));
      listen(open, host.open(), host.open6());
      listen(closed, host.closed(), host.closed6());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void listen(ContactRecorder recorder, String... addresses) throws IOException {
    for (String address : addresses) {
      for (int port : TCP_PORTS) {
        recorder.listenTcp(new InetSocketAddress(address, port));
      }
      for (int port : UDP_PORTS) {
        recorder.listenUdp(new InetSocketAddress(address, port));
      }
    }
  }

  /// What came to the server that tests allow.
  public ContactRecorder open() {
    return open;
  }

  /// What came to the server that no test allows.
  public ContactRecorder closed() {
    return closed;
  }

  /// Every name that left the machine under test.
  public List<String> namesAskedFor() {
    return names.questions();
  }

  /// Forgets all contacts.
  public void forget() {
    open.forget();
    closed.forget();
  }

  /// All contacts with either server.
  public List<ContactRecorder.Contact> contacts() {
    List<ContactRecorder.Contact> all = new ArrayList<>(open.contacts());
    all.addAll(closed.contacts());
    return all;
  }

  @Override
  public void close() {
    open.close();
    closed.close();
    names.close();
  }
}
