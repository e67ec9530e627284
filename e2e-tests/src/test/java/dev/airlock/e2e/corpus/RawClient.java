package dev.airlock.e2e.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends any bytes, as slowly as asked, and reads whatever comes back.
final class RawClient implements Closeable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SocketChannel channel;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  RawClient(Path socket) throws IOException {
    channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
  }

  /// Sends in the background: a refusal may come before the last byte was taken.
  ///
  /// @param single how many bytes at the beginning go one at a time
  /// @param andEnd whether nothing more comes after them
  void sendInBackground(byte[] bytes, int single, boolean andEnd) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            for (int i = 0; i < Math.min(single, bytes.length); i++) {
              send(Arrays.copyOfRange(bytes, i, i + 1));
            }
            send(Arrays.copyOfRange(bytes, Math.min(single, bytes.length), bytes.length));
            if (andEnd) {
              endOfInput();
            }
          } catch (IOException e) {
            // The broker answered and closed: the answer tells.
          }
        });
  }

  /// Sends all.
  void send(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /// Says that nothing more comes.
  void endOfInput() throws IOException {
    channel.shutdownOutput();
  }

  /// Reads one answer, and if it begins a stream, its head only.
  ///
  /// @param headOnly whether a HEAD was asked
  RawAnswer answer(boolean headOnly) throws IOException {
    return within(() -> {
      while (true) {
        byte[] bytes = received.toByteArray();
        RawAnswer answer = RawAnswer.parse(bytes, headOnly);
        if (answer.complete()) {
          received.reset();
          received.write(bytes, answer.length(), bytes.length - answer.length());
          return answer;
        }
        if (!read()) {
          return RawAnswer.atEnd(bytes);
        }
      }
    });
  }

  /// Reads until the other side has ended.
  String rest() throws IOException {
    return within(() -> {
      while (read()) {
        // on
      }
      String rest = received.toString(UTF_8);
      received.reset();
      return rest;
    });
  }

  private boolean read() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(65_536);
    int n;
    try {
      n = channel.read(buffer);
    } catch (IOException e) {
      return false; // reset: the broker did not want the rest
    }
    if (n < 0) {
      return false;
    }
    received.write(buffer.array(), 0, n);
    return true;
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private <T> T within(Reading<T> reading) throws IOException {
    Future<T> result = threads.submit(reading::read);
    try {
      return result.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      String soFar = received.toString(ISO_8859_1);
      throw new IOException("no end of the answer within " + PATIENCE + ": " + soFar, e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    threads.shutdownNow();
  }
}
