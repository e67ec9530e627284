package dev.airlock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.e2e.harness.Checks;
import dev.airlock.e2e.harness.Checks.Answer;
import dev.airlock.e2e.harness.ContactRecorder;
import dev.airlock.e2e.harness.ContactRecorder.Contact;
import dev.airlock.e2e.harness.Held;
import dev.airlock.e2e.harness.Lab;
import dev.airlock.e2e.harness.Workspace;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server on every address of the host (`0.0.0.0` and `::`) that nothing in an airlock reaches:
/// not at the gateways of the session's networks, not at any other address of the host, not by
/// multicast.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostOutOfReachContract {
  private static final int PORT = 18_080;

  private static final String SCRIPT =
      """
      docker network create mine >/dev/null
      tell up
      await targets
      sh ask.sh workload
      docker run --rm -v "$PWD:$PWD" -w "$PWD" --entrypoint sh sandbox/agent ask.sh sibling
      docker run --rm --network mine -v "$PWD:$PWD" -w "$PWD" --entrypoint sh sandbox/agent ask.sh networked
      """;

  /// The addresses the test saw on the host, and those one would guess from inside.
  private static final String QUESTIONS =
      """
      who=$1
      interfaces=$(ls /sys/class/net | grep -v '^lo$')
      guessed=$(ip route show | awk '$1 == "default" { print $3 }'; ip -6 route show | awk '$1 == "default" { print $3 }'
        ip -o -4 address show | awk '$2 != "lo" { split($4, a, "."); print a[1] "." a[2] "." a[3] ".1"; print a[1] "." a[2] ".0.1" }'
        ip -o -6 address show scope global | awk '$2 != "lo" { sub(/:[^:]*\\/.*/, ":1", $4); print $4 }'
        for interface in $interfaces; do echo "ff02::1%$interface"; done
        echo 224.0.0.1; echo 255.255.255.255; echo host.docker.internal)
      linked=$(for interface in $interfaces; do for address in $(grep ^fe80 targets); do echo "$address%$interface"; done; done)
      for address in $(printf '%s\\n' $guessed $linked $(grep -v ^fe80 targets | grep -v '^127\\.\\|^::1$') | sort -u); do
        check "$who-tcp-$address" "timeout 3 bash -c 'exec 3<>/dev/tcp/$address/18080 && echo $who >&3 && head -c 7 <&3'" &
        check "$who-udp-$address" "timeout 3 bash -c 'exec 3<>/dev/udp/$address/18080 && echo $who >&3 && head -c 7 <&3'" &
      done
      wait
      for address in $(grep -v ^fe80 targets); do
        case $address in *:*) address="[$address]" ;; esac
        check "$who-proxied-$address" "curl -g -sS -m 10 --noproxy none --proxy ${http_proxy:-http://egress:3128} http://$address:18080/" &
      done
      wait
      """;

  private final ContactRecorder listener = new ContactRecorder();
  private Checks checks;
  private List<Contact> contacts;
  private List<Contact> control;

  @SuppressWarnings("NullAway.Init") // set before every test by ask()
  HostOutOfReachContract() {}

  @BeforeAll
  void ask(Lab lab) {
    lab.host()
        .inside(() -> {
          listener.listenTcp(new InetSocketAddress("::", PORT));
          listener.listenUdp(new InetSocketAddress("::", PORT));
          return true;
        });
    Workspace workspace = lab.workspace();
    workspace.file("ask.sh", Checks.script(QUESTIONS));
    try (Held session =
        Checks.hold(lab.sandbox("run", "--dind", "--enable-airlock"), workspace, SCRIPT)) {
      session.until("up");
      workspace.file("targets", String.join("\n", lab.host().addresses()) + "\n");
      checks = session.finish();
    }
    contacts = listener.contacts();
    listener.forget();
    control = fromAnOrdinaryContainer(lab);
  }

  /// That the listener sees what does arrive: the same tries from a container on an ordinary
  /// network.
  private List<Contact> fromAnOrdinaryContainer(Lab lab) {
    // Engines before 27 choose no IPv6 subnet themselves.
    lab.ask("network", "create", "--ipv6", "--subnet", "fd5b:e2e::/64", "control");
    try {
      String gateways =
          lab.ask(
              "network",
              "inspect",
              "control",
              "--format",
              "{{range .IPAM.Config}}{{.Gateway}} {{end}}");
      lab.docker(
              "run",
              "--rm",
              "--network",
              "control",
              "--entrypoint",
              "bash",
              "sandbox/agent",
              "-c",
              "for a in "
                  + gateways
                  + "; do for p in tcp udp; do"
                  + " exec 3<>/dev/$p/$a/18080 && echo control >&3 && timeout 3 head -c 7 <&3; done; done")
          .run()
          .expect(0);
    } finally {
      lab.ask("network", "rm", "control");
    }
    return listener.contacts();
  }

  @AfterAll
  void close() {
    listener.close();
  }

  @Test
  void nothingInTheSessionReachedTheHost() {
    assertThat(contacts).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"workload", "sibling", "networked"})
  void everyAddressOfTheHostIsOutOfReach(String who) {
    List<Answer> answers = new ArrayList<>();
    Stream.of("-tcp-", "-udp-", "-proxied-")
        .forEach(kind -> checks.startingWith(who + kind).forEach(answers::add));
    assertThat(answers).hasSizeGreaterThan(10);
    for (Answer answer : answers) {
      answer.neverSays(ContactRecorder.GREETING);
    }
  }

  @Test
  void anOrdinaryContainerWouldHaveReachedIt() {
    assertThat(control).extracting(Contact::protocol).contains("tcp", "udp");
    assertThat(control)
        .extracting(Contact::local)
        .anyMatch(at -> at.contains(":"))
        .anyMatch(at -> !at.contains(":"));
  }
}
