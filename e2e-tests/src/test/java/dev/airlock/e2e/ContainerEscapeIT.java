package dev.airlock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.e2e.harness.Checks;
import dev.airlock.e2e.harness.CurrentEngine;
import dev.airlock.e2e.harness.EngineTap;
import dev.airlock.e2e.harness.Lab;
import dev.airlock.e2e.harness.Workspace;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Containers that would get out of their walls: refused with the rule's name in what the Docker
/// CLI prints, and nothing of the request reaches the engine.
///
/// Every container of an attack is named `attack-…`; a copy of all bytes that went to the engine
/// must not have that name.
@CurrentEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerEscapeIT {
  private static final String CONTROL = "attack-free-control";

  private static final List<Attack> BY_FLAG =
      List.of(
          flags("privileged", "privileged-container", "--privileged"),
          flags("network-host", "host-namespace", "--network host"),
          flags("pid-host", "host-namespace", "--pid host"),
          flags("ipc-host", "host-namespace", "--ipc host"),
          flags("uts-host", "host-namespace", "--uts host"),
          flags("userns-host", "host-namespace", "--userns host"),
          flags("cgroupns-host", "host-namespace", "--cgroupns host"),
          flags("capability-all", "capability", "--cap-add ALL"),
          flags("capability-sys-admin", "capability", "--cap-add SYS_ADMIN"),
          flags("capability-sys-module", "capability", "--cap-add CAP_SYS_MODULE"),
          flags("capability-dac-read-search", "capability", "--cap-add DAC_READ_SEARCH"),
          flags("device", "device", "--device /dev/kmsg"),
          flags("device-rule", "device", "--device-cgroup-rule 'a *:* rwm'"),
          flags("gpus", "device", "--gpus all"),
          flags("seccomp", "security-option", "--security-opt seccomp=unconfined"),
          flags("apparmor", "security-option", "--security-opt apparmor=unconfined"),
          flags("label", "security-option", "--security-opt label=disable"),
          flags("writable-cgroups", "security-option", "--security-opt writable-cgroups=true"),
          flags("system-paths", "proc-paths", "--security-opt systempaths=unconfined"),
          flags("runtime", "runtime", "--runtime another"),
          flags("cgroup-parent", "cgroup", "--cgroup-parent /"),
          flags("annotation", "annotation", "--annotation org.systemd.property.ExecStart=/x"),
          flags(
              "log-driver",
              "log-driver",
              "--log-driver syslog --log-opt syslog-address=udp://192.0.2.9:514"),
          flags("storage-option", "storage-option", "--storage-opt overlay2.lower=/etc"));

  /// Requests that no Docker CLI writes: the daemon's reader is laxer than it should be, the
  /// broker's must not be.
  private static final List<Attack> BY_HAND =
      List.of(
          body(
              "other-case",
              "",
              "{\"Image\":\"sandbox/hello\",\"hostconfig\":{\"Privileged\":true}}"),
          body(
              "folded-letter",
              "",
              "{\"Image\":\"sandbox/hello\",\"Ho\\u017ftConfig\":{\"Privileged\":true}}"),
          body(
              "sysctl",
              "",
              "{\"Image\":\"sandbox/hello\",\"HostConfig\":{\"Sysctls\":{\"kernel.core_pattern\":\"/tmp/core\"}}}"),
          body(
              "duplicate",
              "",
              "{\"Image\":\"sandbox/hello\",\"HostConfig\":{},\"HostConfig\":{\"Privileged\":true}}"),
          body(
              "unknown-field",
              "",
              "{\"Image\":\"sandbox/hello\",\"HostConfig\":{\"Tomorrow\":true}}"),
          body(
              "form",
              "-H 'Content-Type: application/x-www-form-urlencoded'",
              "name=attack-form&x={}"),
          body(
              "empty-length",
              "-H 'Content-Length: 0' -H 'Transfer-Encoding: chunked'",
              "{\"Image\":\"sandbox/hello\"}"),
          body(
              "upgrade",
              "-H 'Connection: Upgrade' -H 'Upgrade: tcp'",
              "{\"Image\":\"sandbox/hello\",\"HostConfig\":{\"Privileged\":true}}"),
          body(
              "second-document",
              "",
              "{\"Image\":\"sandbox/hello\"}{\"HostConfig\":{\"Privileged\":true}}"));

  private Checks checks;
  private String asked;

  @SuppressWarnings("NullAway.Init") // set before every test by attack()
  ContainerEscapeIT() {}

  /// @param rule the code of the refusal; empty where any refusal will do
  record Attack(String name, String rule, String command) {
    @Override
    public String toString() {
      return name;
    }

    String check() {
      return "check " + name + " \"" + command.replace("\"", "\\\"") + "\"\n";
    }
  }

  private static Attack flags(String name, String rule, String flags) {
    return new Attack(
        name, rule, "docker run --rm --name attack-" + name + " " + flags + " sandbox/hello");
  }

  private static Attack body(String name, String headers, String body) {
    return new Attack(
        name,
        "",
        "curl -sS -m 15 --fail-with-body -H 'Content-Type: application/json' "
            + headers
            + " --unix-socket /var/run/docker.sock 'http://docker/v1.47/containers/create?name=attack-"
            + name
            + "' -d '"
            + body.replace("\\", "\\\\")
            + "'");
  }

  static Stream<Attack> byFlag() {
    return BY_FLAG.stream();
  }

  static Stream<Attack> byHand() {
    return BY_HAND.stream();
  }

  @BeforeAll
  void attack(Lab lab) {
    Workspace workspace = lab.workspace();
    String script =
        "docker run -d --name "
            + CONTROL
            + " sandbox/hello sleep 300 >/dev/null\n"
            + Stream.concat(byFlag(), byHand()).map(Attack::check).collect(Collectors.joining())
            + """
            check exec-privileged 'docker exec --privileged attack-free-control echo attack-exec'
            check update-devices 'curl -sS --fail-with-body --unix-socket /var/run/docker.sock -H "Content-Type: application/json" http://docker/v1.47/containers/attack-free-control/update -d "{\\"Devices\\":[{\\"PathOnHost\\":\\"/dev/attack-update\\"}]}"'
            check plugin 'docker plugin install --grant-all-permissions attack-plugin'
            check swarm 'docker swarm init --advertise-addr 127.0.0.1:9'
            check checkpoint 'curl -sS --fail-with-body --unix-socket /var/run/docker.sock -X POST -H "Content-Type: application/json" http://docker/v1.47/containers/attack-free-control/checkpoints -d "{\\"CheckpointDir\\":\\"/attack-checkpoint\\"}"'
            check outside-version 'curl -sS --fail-with-body --unix-socket /var/run/docker.sock http://docker/v1.12/containers/json'
            check control 'docker ps --format {{.Names}}'
            docker rm -f attack-free-control >/dev/null
            """;
    try (EngineTap tap = lab.tap()) {
      checks =
          Checks.in(
              lab.sandbox("run", "--dind", "--enable-airlock")
                  .with("DOCKER_HOST", tap.dockerHost()),
              workspace,
              script);
      asked = tap.asked();
    }
  }

  @ParameterizedTest
  @MethodSource("byFlag")
  void refusesAndNamesTheRule(Attack attack) {
    checks.of(attack.name()).failed().says("sandbox: denied (" + attack.rule() + ")");
  }

  @ParameterizedTest
  @MethodSource("byHand")
  void refusesWhatTheEngineMightReadOtherwise(Attack attack) {
    checks.of(attack.name()).failed();
  }

  @ParameterizedTest
  @MethodSource({"byFlag", "byHand"})
  void sendsNothingOfItToTheEngine(Attack attack) {
    assertThat(
            asked.contains("attack-" + attack.name() + "\"")
                || asked.contains("name=attack-" + attack.name()))
        .isFalse();
  }

  @Test
  void refusesMorePowerForARunningContainer() {
    checks.of("exec-privileged").failed().says("sandbox: denied (privileged-container)");
    checks.of("update-devices").failed();
    assertThat(asked).doesNotContain("attack-exec", "attack-update");
  }

  @Test
  void refusesWhatBelongsToTheMachine() {
    checks.of("plugin").failed().says("sandbox: denied");
    checks.of("swarm").failed().says("sandbox: denied");
    checks.of("checkpoint").failed().says("sandbox: denied");
    checks.of("outside-version").failed();
    assertThat(asked)
        .doesNotContain("attack-plugin", "/swarm/init", "attack-checkpoint", "/v1.12/");
  }

  @Test
  void anOrdinaryContainerReachesTheEngine() {
    checks.of("control").succeeded().says(CONTROL);
    assertThat(asked).contains(CONTROL);
  }
}
