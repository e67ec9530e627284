package dev.airlock.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.broker.policy.SiblingNetwork;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Subnets that the client chooses, where a network is isolated and where it is not.
class SubnetWireTest {
  private static final String NETWORK =
      """
      {"Name":"lan","IPAM":{"Config":[{"Subnet":"10.0.0.0/24","Gateway":"10.0.0.1"}]}}\
      """;

  @Test
  void areTheEnginesChoiceWithoutAnAirlock() throws IOException {
    try (Rig rig = new Rig(Rig.Options.usual().on(new SiblingNetwork.Bridge("sandbox-s1")));
        RawClient client = rig.client()) {
      RawClient.Answer answer = client.request("POST", "/networks/create", NETWORK).answer();
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).contains("denied (network-address)");
      assertThat(rig.daemon.lines()).noneMatch(line -> line.startsWith("POST"));
    }
  }

  @Test
  void areTheClientsInAnAirlock() throws IOException {
    try (Rig rig = new Rig(Rig.Options.usual());
        RawClient client = rig.client()) {
      rig.daemon.json("POST /networks/create", 201, "{\"Id\":\"" + "a".repeat(64) + "\"}");
      assertThat(client.request("POST", "/networks/create", NETWORK).answer().status())
          .isEqualTo(201);
    }
  }
}
