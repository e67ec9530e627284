package dev.airlock.e2e.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A socket that passes everything on to an engine's and keeps a copy of what was asked: the proof
/// that a refused request never arrived.
public final class EngineTap implements AutoCloseable {
  /// Build contexts are not of interest beyond their start.
  private static final int LONGEST_COPY = 64 << 20;

  private final Path socket;
  private final Path engine;
  private final ServerSocketChannel server;
  private final ByteArrayOutputStream asked = new ByteArrayOutputStream();

  EngineTap(Path socket, Path engine) {
    this.socket = socket;
    this.engine = engine;
    try {
      Files.deleteIfExists(socket);
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("engine tap").start(this::accept);
  }

  /// Where clients find the engine, in the form of `DOCKER_HOST`.
  public String dockerHost() {
    return "unix://" + socket;
  }

  /// All bytes that clients sent to the engine, as far as text goes.
  public String asked() {
    synchronized (asked) {
      return asked.toString(StandardCharsets.ISO_8859_1);
    }
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        SocketChannel client = server.accept();
        SocketChannel upstream = SocketChannel.open(UnixDomainSocketAddress.of(engine));
        Thread.ofVirtual().start(() -> relay(client, upstream, true));
        Thread.ofVirtual().start(() -> relay(upstream, client, false));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void relay(SocketChannel from, SocketChannel to, boolean copied) {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    try {
      while (from.read(buffer.clear()) >= 0) {
        if (copied) {
          copy(buffer);
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
      }
      to.shutdownOutput();
    } catch (IOException gone) {
      closeBoth(from, to);
    }
  }

  private void copy(ByteBuffer buffer) {
    synchronized (asked) {
      if (asked.size() < LONGEST_COPY) {
        byte[] bytes = new byte[buffer.position()];
        buffer.get(0, bytes);
        asked.writeBytes(bytes);
      }
    }
  }

  private static void closeBoth(SocketChannel one, SocketChannel other) {
    try (one;
        other) {
      // closing is all
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
