package dev.airlock.egress.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DefaultRoutesTest {
  private static final List<String> V4 =
      List.of(
          "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
          "eth1\t00000000\t010012AC\t0003\t0\t0\t0\t00000000\t0\t0\t0",
          "eth0\t00001EAC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0",
          "eth2\t00000000\t00000000\t0001\t0\t0\t0\t000000FF\t0\t0\t0");
  private static final List<String> V6 =
      List.of(
          "fd000000000000000000000000000000 40 00000000000000000000000000000000 00"
              + " 00000000000000000000000000000000 00000100 00000001 00000000 00000001 eth0",
          "00000000000000000000000000000000 00 00000000000000000000000000000000 00"
              + " fe800000000000000000000000000001 00000400 00000001 00000000 00000003 eth3",
          "00000000000000000000000000000000 00 00000000000000000000000000000000 00"
              + " 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200 lo");

  @Test
  void findsTheInterfacesOfDefaultRoutesOfBothFamilies() {
    assertThat(DefaultRoutes.interfaces(V4, V6)).isEqualTo(Set.of("eth1", "eth3"));
  }

  @Test
  void findsNothingInEmptyTables() {
    assertThat(DefaultRoutes.interfaces(List.of(), List.of())).isEmpty();
  }
}
