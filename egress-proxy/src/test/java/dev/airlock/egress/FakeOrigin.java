package dev.airlock.egress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server on loopback that remembers every byte it got.
final class FakeOrigin implements AutoCloseable {
  private final ServerSocket listener;
  private final Behaviour behaviour;
  private final List<Visit> visits = new CopyOnWriteArrayList<>();

  /// What it does with a connection.
  interface Behaviour {
    void serve(Visit visit) throws IOException;
  }

  /// One connection.
  static final class Visit {
    private final Socket socket;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    Visit(Socket socket) {
      this.socket = socket;
    }

    /// Reads until the text has come, or the end; gives what came since the last call.
    String readUntil(String end) throws IOException {
      var text = new StringBuilder();
      InputStream input = socket.getInputStream();
      while (text.indexOf(end) < 0) {
        int next = input.read();
        if (next < 0) {
          break;
        }
        synchronized (received) {
          received.write(next);
        }
        text.append((char) next);
      }
      return text.toString();
    }

    byte[] readBytes(int count) throws IOException {
      byte[] bytes = socket.getInputStream().readNBytes(count);
      synchronized (received) {
        received.writeBytes(bytes);
      }
      return bytes;
    }

    void write(String text) throws IOException {
      write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }

    void shutdownOutput() throws IOException {
      socket.shutdownOutput();
    }

    String received() {
      synchronized (received) {
        return received.toString(StandardCharsets.ISO_8859_1);
      }
    }
  }

  private FakeOrigin(ServerSocket listener, Behaviour behaviour) {
    this.listener = listener;
    this.behaviour = behaviour;
  }

  static FakeOrigin start(Behaviour behaviour) throws IOException {
    var origin =
        new FakeOrigin(new ServerSocket(0, 4096, InetAddress.getLoopbackAddress()), behaviour);
    Thread.ofVirtual().start(origin::acceptAll);
    return origin;
  }

  /// Reads all, answers nothing.
  static FakeOrigin silent() throws IOException {
    return start(visit -> visit.readUntil("\0never"));
  }

  /// Sends back what it gets.
  static FakeOrigin echo() throws IOException {
    return start(visit -> {
      for (byte[] one = visit.readBytes(1); one.length > 0; one = visit.readBytes(1)) {
        visit.write(one);
      }
      visit.shutdownOutput();
    });
  }

  /// Answers each request head with the same response.
  static FakeOrigin answering(String response) throws IOException {
    return start(visit -> {
      while (visit.readUntil("\r\n\r\n").endsWith("\r\n\r\n")) {
        visit.write(response);
      }
    });
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        var visit = new Visit(socket);
        visits.add(visit);
        Thread.ofVirtual().start(() -> serve(socket, visit));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket, Visit visit) {
    try (socket) {
      behaviour.serve(visit);
    } catch (IOException e) {
      // the proxy went away
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  List<Visit> visits() {
    return visits;
  }

  /// Everything that came over all connections.
  String received() {
    var all = new StringBuilder();
    visits.forEach(visit -> all.append(visit.received()));
    return all.toString();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Visit visit : visits) {
      visit.socket.close();
    }
  }
}
