package dev.airlock.egress.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// On the machine as it is: what holds on any.
class SessionNetworksTest {

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "1.1.1.1", "169.254.169.254", "2606:4700::1111"})
  void neverCountsLoopbackOrTheOutside(String address) throws Exception {
    assertThat(new SessionNetworks().test(InetAddress.getByName(address))).isFalse();
  }

  @Test
  void neverCountsTheUplink() throws Exception {
    InetAddress uplink;
    try (var probe = new java.net.DatagramSocket()) {
      probe.connect(InetAddress.getByName("192.0.2.1"), 9);
      uplink = probe.getLocalAddress();
    }
    assertThat(new SessionNetworks().test(uplink)).isFalse();
  }
}
