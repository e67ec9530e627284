package dev.airlock.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real signals, sent to this process.
class SignalsTest {
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP", "USR1", "USR2"})
  void passesEachOnOnce(String signal) throws Exception {
    Signals signals = Signals.install();
    signals.passTo(received::add);

    send(signal);

    assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo(signal);
    signals.hold();
    assertThat(received).isEmpty();
  }

  @Test
  void interruptsAStartThatASignalCameBefore() throws Exception {
    Signals signals = Signals.install();
    signals.passTo(received::add);
    send("TERM");
    assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("TERM");

    signals.interrupt(Thread.currentThread());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(signals.firstNumber()).contains(15);
  }

  private static void send(String signal) throws Exception {
    new ProcessBuilder("/bin/sh", "-c", "kill -s " + signal + " " + ProcessHandle.current().pid())
        .start()
        .waitFor();
  }
}
