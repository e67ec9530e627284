package dev.airlock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.e2e.harness.Checks;
import dev.airlock.e2e.harness.Checks.Answer;
import dev.airlock.e2e.harness.ContactRecorder;
import dev.airlock.e2e.harness.ContactRecorder.Contact;
import dev.airlock.e2e.harness.Invocation;
import dev.airlock.e2e.harness.Lab;
import dev.airlock.e2e.harness.Outside;
import dev.airlock.e2e.harness.Workspace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An airlock lets through to the hosts that were allowed and to no other, whoever tries and
/// however.
///
/// One session asks every question twice: from the workload, and from a container that the workload
/// started. What the servers outside saw decides.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AllowlistContract {
  private static final String SCRIPT =
      """
      ask() { sh ask.sh "$1"; }
      ask workload
      docker run --rm -v "$PWD:$PWD" -w "$PWD" --entrypoint sh sandbox/agent ask.sh sibling
      check ping-v4 "docker run --rm sandbox/hello ping -c 1 -W 2 $CLOSED"
      check ping-v6 "docker run --rm sandbox/hello ping -c 1 -W 2 $CLOSED6"
      """;

  /// Asked by whoever the first word names; everything else comes from `given.sh`.
  private static final String QUESTIONS =
      """
      . ./given.sh
      who=$1
      plain='env -u http_proxy -u https_proxy -u HTTP_PROXY -u HTTPS_PROXY'
      curl='curl -g -sS -m 15'
      status="$curl -o /dev/null -w %{http_code}"

      check $who-open-http "$curl http://$OPEN_NAME/"
      check $who-open-other-port "$curl -i http://$OPEN_NAME:8080/"
      check $who-closed-http "$curl -i http://$CLOSED_NAME/"
      check $who-closed-https "$curl -i https://$CLOSED_NAME/"
      check $who-closed-subdomain "$curl -i http://sub.$OPEN_NAME/"
      check $who-mirror-http "$curl -o /dev/null -w %{http_code} $MIRROR"
      for url in $SECURE; do check $who-secure-$url "$curl --cacert ca.pem -o /dev/null -w %{http_code} $url"; done
      check $who-other-name-in-tls "$curl --cacert ca.pem --connect-to $CLOSED_NAME:443:$SECURE_HOST:443 https://$CLOSED_NAME/"
      check $who-loopback-by-name "$curl -i http://$LOOPBACK_NAME/"
      check $who-metadata-by-name "$curl -i http://$METADATA_NAME/latest/meta-data/"

      for literal in $OPEN $CLOSED "[$CLOSED6]" "[::ffff:$CLOSED]" $CLOSED_DECIMAL $CLOSED_HEX $CLOSED_OCTAL $CLOSED. ; do
        check "$who-literal-http-$literal" "$status http://$literal/ --proxy \\$http_proxy"
        check "$who-literal-connect-$literal" "$curl -p --proxy \\$http_proxy http://$literal/"
      done

      for unset in "$plain" "env NO_PROXY=* no_proxy=*"; do
        word=$(printf %s "$unset" | cut -c 5-6)
        check "$who-direct$word-open-name" "$unset $curl -m 6 http://$OPEN_NAME/"
        check "$who-direct$word-closed-name" "$unset $curl -m 6 http://$CLOSED_NAME/"
        for address in $OPEN $CLOSED "[$OPEN6]" "[$CLOSED6]"; do
          check "$who-direct$word-http-$address" "$unset $curl -m 4 http://$address/"
          check "$who-direct$word-https-$address" "$unset $curl -m 4 -k https://$address/"
        done
      done
      for address in $OPEN $CLOSED $OPEN6 $CLOSED6; do
        for port in 22 53 80 443 8080; do
          check "$who-direct-tcp-$address-$port" "timeout 3 bash -c 'exec 3<>/dev/tcp/$address/$port && echo hello >&3 && head -c 7 <&3'" &
        done
        for port in 53 123 443 8080; do
          check "$who-direct-udp-$address-$port" "timeout 3 bash -c 'exec 3<>/dev/udp/$address/$port && echo hello >&3 && head -c 7 <&3'" &
        done
        wait
      done
      check $who-direct-dns-own "getent ahosts leaked-by-$who.sandbox.test"
      check $who-direct-dns-real "getent ahosts $SECURE_HOST"
      check $who-direct-dns-allowed "getent ahosts $OPEN_NAME"
      """;

  private Checks checks;
  private Lab lab;
  private List<URI> secure;
  private List<Contact> atOpen;
  private List<Contact> atClosed;

  @SuppressWarnings("NullAway.Init") // set before every test by ask()
  AllowlistContract() {}

  @BeforeAll
  void ask(Lab lab) throws IOException {
    this.lab = lab;
    secure = RealOutside.secure();
    Workspace workspace = lab.workspace();
    workspace.file("ca.pem", Files.readString(Path.of("/etc/ssl/certs/ca-certificates.crt")));
    workspace.file("given.sh", given());
    workspace.file("ask.sh", Checks.script(QUESTIONS));
    for (String address : List.of(lab.host().closed(), lab.host().closed6())) {
      lab.host().countPacketsTo(address);
    }
    lab.outside().forget();
    checks = Checks.in(airlock(lab), workspace, ". ./given.sh\n" + SCRIPT);
    atOpen = lab.outside().open().contacts();
    atClosed = lab.outside().closed().contacts();
  }

  private Invocation airlock(Lab lab) {
    List<String> allowed =
        new ArrayList<>(
            List.of(
                Outside.OPEN_NAME,
                Outside.LOOPBACK_NAME,
                Outside.METADATA_NAME,
                RealOutside.mirroredFile().getHost()));
    secure.forEach(uri -> allowed.add(uri.getHost()));
    Invocation run = lab.sandbox("run", "--dind", "--enable-airlock");
    for (String host : allowed.stream().distinct().toList()) {
      run = run.and("--allow", host);
    }
    return run;
  }

  private String given() {
    String closed = lab.host().closed();
    List<String> parts = List.of(closed.split("\\.", -1));
    long number =
        parts.stream().mapToLong(Long::parseLong).reduce(0, (sum, part) -> sum * 256 + part);
    StringBuilder octal = new StringBuilder();
    parts.forEach(part ->
        octal
            .append(octal.isEmpty() ? "0" : ".0")
            .append(Integer.toOctalString(Integer.parseInt(part))));
    return """
    OPEN_NAME=%s CLOSED_NAME=%s LOOPBACK_NAME=%s METADATA_NAME=%s
    OPEN=%s CLOSED=%s OPEN6=%s CLOSED6=%s
    CLOSED_DECIMAL=%d CLOSED_HEX=0x%x CLOSED_OCTAL=%s
    MIRROR=%s SECURE_HOST=%s SECURE="%s"
    """
        .formatted(
            Outside.OPEN_NAME,
            Outside.CLOSED_NAME,
            Outside.LOOPBACK_NAME,
            Outside.METADATA_NAME,
            lab.host().open(),
            closed,
            lab.host().open6(),
            lab.host().closed6(),
            number,
            number,
            octal,
            RealOutside.mirroredFile(),
            secure.getFirst().getHost(),
            String.join(" ", secure.stream().map(URI::toString).toList()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"workload", "sibling"})
  void reachesAnAllowedHostByHttp(String who) {
    checks.of(who + "-open-http").succeeded().says(ContactRecorder.GREETING);
    checks.of(who + "-mirror-http").is("200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"workload", "sibling"})
  void reachesAllowedHostsByHttps(String who) {
    for (URI uri : secure) {
      checks.of(who + "-secure-" + uri).is("200");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"workload", "sibling"})
  void refusesOtherHostsAndSaysHowToAllowThem(String who) {
    checks
        .of(who + "-closed-http")
        .says("403", "host-not-allowed", "--allow " + Outside.CLOSED_NAME);
    checks.of(who + "-closed-https").failed().says("403");
    checks.of(who + "-closed-subdomain").says("403");
    checks.of(who + "-open-other-port").says("403", "port-not-allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"workload", "sibling"})
  void refusesAnotherNameInsideAnAllowedTunnel(String who) {
    checks.of(who + "-other-name-in-tls").failed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"workload", "sibling"})
  void refusesAllowedNamesThatLeadToForbiddenAddresses(String who) {
    checks.of(who + "-loopback-by-name").says("403", "address-not-allowed");
    checks.of(who + "-metadata-by-name").says("403", "address-not-allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"workload", "sibling"})
  void refusesAddressesInEverySpelling(String who) {
    for (Answer answer : checks.startingWith(who + "-literal-http-")) {
      assertThat(answer.output()).as(answer.name()).matches("4\\d\\d");
    }
    for (Answer answer : checks.startingWith(who + "-literal-connect-")) {
      answer.failed().neverSays(ContactRecorder.GREETING);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"workload", "sibling"})
  void hasNoWayRoundTheProxy(String who) {
    for (Answer answer : checks.startingWith(who + "-direct")) {
      answer.failed().neverSays(ContactRecorder.GREETING);
    }
  }

  @Test
  void neverReachedTheHostThatWasNotAllowed() {
    assertThat(atClosed).isEmpty();
  }

  @Test
  void sentNoPacketOfAnyKindToTheHostThatWasNotAllowed() {
    checks.of("ping-v4").failed();
    checks.of("ping-v6").failed();
    assertThat(lab.host().packetsTo(lab.host().closed())).isZero();
    assertThat(lab.host().packetsTo(lab.host().closed6())).isZero();
  }

  @Test
  void reachedTheAllowedHostByTheProxyAndTheAllowedPortOnly() {
    assertThat(atOpen).hasSize(2).allMatch(contact -> contact.local().endsWith(" 80"));
  }

  @Test
  void asksNoResolverOutsideForNamesThatWereNotAllowed() {
    assertThat(lab.outside().namesAskedFor())
        .contains(Outside.OPEN_NAME)
        .doesNotContain(Outside.CLOSED_NAME, "sub." + Outside.OPEN_NAME)
        .noneMatch(name -> name.startsWith("leaked-by-"));
  }

  @Test
  void letsALiteralThroughWhereARuleNamesItsNetwork(Lab lab) {
    String network = lab.host().open() + "/32:8080";
    Checks literal =
        Checks.in(
            lab.sandbox("run", "--enable-airlock", "--allow", network),
            lab.workspace(),
            """
            check allowed 'curl -sS -m 15 http://%s:8080/'
            check other-port 'curl -sS -m 15 -i http://%s/'
            check other-address 'curl -sS -m 15 -i http://%s:8080/'
            """
                .formatted(lab.host().open(), lab.host().open(), lab.host().closed()));

    literal.of("allowed").succeeded().says(ContactRecorder.GREETING);
    literal.of("other-port").says("403");
    literal.of("other-address").says("403");
  }
}
