package dev.airlock.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.airlock.http1.Endpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// So many clients, each asking `GET /_ping` again as soon as it is answered, over a connection
/// that it keeps for as long as the server lets it.
final class PingLoad {
  private static final byte[] REQUEST =
      "GET /_ping HTTP/1.1\r\nHost: docker\r\nUser-Agent: benchmark\r\n\r\n".getBytes(US_ASCII);
  private static final int OK = 200;

  private PingLoad() {}

  /// Answers a second.
  static double rate(Endpoint endpoint, int clients, Duration time)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    long end = begin + time.toNanos();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> counts = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        counts.add(threads.submit(() -> askUntil(end, endpoint)));
      }
      long answers = 0;
      for (Future<Long> count : counts) {
        answers += count.get();
      }
      return answers / ((System.nanoTime() - begin) / 1e9);
    } catch (ExecutionException e) {
      throw new IOException("pinging " + endpoint + " failed", e.getCause());
    }
  }

  private static long askUntil(long end, Endpoint endpoint) throws IOException {
    ByteBuffer request = ByteBuffer.allocateDirect(REQUEST.length).put(REQUEST).flip();
    long answers = 0;
    while (System.nanoTime() < end) {
      try (Connection connection = new Connection(endpoint)) {
        boolean open = true;
        while (open && System.nanoTime() < end) {
          connection.send(request);
          Connection.Response response = connection.receive();
          if (response.status() != OK) {
            throw new IOException("status " + response.status());
          }
          answers++;
          open = !response.closes();
        }
      }
    }
    return answers;
  }
}
