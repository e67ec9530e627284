package dev.airlock.egress.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.airlock.http1.Transport;
import dev.airlock.rules.HostTarget;
import dev.airlock.rules.IpLiteral;
import dev.airlock.rules.Network;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FallbackDialerTest {
  private final List<String> tried = new CopyOnWriteArrayList<>();
  private final CountDownLatch loserClosed = new CountDownLatch(1);
  private final CountDownLatch winnerUsed = new CountDownLatch(1);

  /// Some addresses refuse, some never answer, some answer late, the others connect.
  private FallbackDialer dialer(Set<String> refusing, Set<String> silent, Set<String> late) {
    AddressDialer dialer =
        (address, port, timeout) -> {
          String text = Network.print(address);
          tried.add(text);
          if (refusing.contains(text)) {
            throw new ConnectException("refused");
          }
          if (silent.contains(text)) {
            await(new CountDownLatch(1), timeout);
            throw new SocketTimeoutException("connect timed out");
          }
          if (late.contains(text)) {
            await(winnerUsed, timeout);
          }
          return transport(text);
        };
    return new FallbackDialer(dialer, Duration.ofSeconds(2));
  }

  private static void await(CountDownLatch latch, Duration timeout) throws IOException {
    try {
      if (!latch.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new SocketTimeoutException("connect timed out");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Transport transport(String peer) {
    var input =
        new ByteArrayInputStream(new byte[0]) {
          @Override
          public void close() {
            loserClosed.countDown();
          }
        };
    return Transport.of(input, new ByteArrayOutputStream(), peer);
  }

  private static List<InetAddress> addresses(String... texts) {
    return Stream.of(texts).map(text -> ((IpLiteral) HostTarget.parse(text)).address()).toList();
  }

  @Test
  void triesTheNextAddressAtOnceWhenOneRefuses() throws IOException {
    var connected =
        dialer(Set.of("1.1.1.1"), Set.of(), Set.of()).connect(addresses("1.1.1.1", "2.2.2.2"), 443);
    assertThat(connected.transport().peer()).isEqualTo("2.2.2.2");
    assertThat(tried).containsExactly("1.1.1.1", "2.2.2.2");
  }

  @Test
  void triesTheNextAddressWhenOneIsSilent() throws IOException {
    var connected =
        dialer(Set.of(), Set.of("1.1.1.1"), Set.of()).connect(addresses("1.1.1.1", "2.2.2.2"), 443);
    assertThat(Network.print(connected.address())).isEqualTo("2.2.2.2");
  }

  @Test
  void letsTheFamiliesTakeTurns() {
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() ->
            dialer(Set.of("1.1.1.1", "2.2.2.2", "3.3.3.3", "2a00::1"), Set.of(), Set.of())
                .connect(addresses("1.1.1.1", "2.2.2.2", "3.3.3.3", "2a00::1"), 443));
    assertThat(tried).containsExactly("1.1.1.1", "2a00::1", "2.2.2.2", "3.3.3.3");
  }

  @Test
  void triesNoMoreThanItsLimit() {
    String[] texts =
        Stream.iterate(1, i -> i + 1).limit(9).map(i -> "1.1.1." + i).toArray(String[]::new);
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> dialer(Set.of(texts), Set.of(), Set.of()).connect(addresses(texts), 443));
    assertThat(tried).hasSize(FallbackDialer.MAX_ADDRESSES);
  }

  @Test
  void closesAConnectionThatComesTooLate() throws Exception {
    var connected =
        dialer(Set.of(), Set.of(), Set.of("1.1.1.1")).connect(addresses("1.1.1.1", "2.2.2.2"), 443);
    assertThat(Network.print(connected.address())).isEqualTo("2.2.2.2");
    winnerUsed.countDown();
    assertThat(loserClosed.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void givesUpWhenItsTimeIsUp() {
    assertThatExceptionOfType(SocketTimeoutException.class)
        .isThrownBy(() ->
            dialer(Set.of(), Set.of("1.1.1.1", "2.2.2.2"), Set.of())
                .connect(addresses("1.1.1.1", "2.2.2.2"), 443));
  }
}
