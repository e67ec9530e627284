package dev.airlock.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HolderTest {
  @Test
  void knowsItselfAgain() {
    Holder self = Holder.current();

    assertThat(Holder.parse(self.label())).contains(self);
    assertThat(self.isHere()).isTrue();
    assertThat(self.isAlive()).isTrue();
  }

  @Test
  void neverTakesAReusedProcessIdForTheHolder() {
    Holder self = Holder.current();

    assertThat(new Holder(self.machine(), self.process(), self.startMillis() - 60_000).isAlive())
        .isFalse();
  }

  @Test
  void saysNothingOfAnotherMachinesProcesses() {
    assertThat(new Holder("elsewhere", 1, 0).isHere()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nobody", "a:b", "a:b:c", "a:1:2:3", "a:1:"})
  void readsNothingElse(String label) {
    assertThat(Holder.parse(label)).isEmpty();
  }
}
