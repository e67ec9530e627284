package dev.airlock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.e2e.harness.Checks;
import dev.airlock.e2e.harness.Checks.Answer;
import dev.airlock.e2e.harness.ContactRecorder;
import dev.airlock.e2e.harness.ContactRecorder.Contact;
import dev.airlock.e2e.harness.CurrentEngine;
import dev.airlock.e2e.harness.EngineTap;
import dev.airlock.e2e.harness.Lab;
import dev.airlock.e2e.harness.Outside;
import dev.airlock.e2e.harness.Workspace;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Builds in an airlock: `RUN` has the proxy as its only way out, and no build makes the daemon
/// itself fetch anything, since the daemon is not in the airlock.
@CurrentEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClassicBuildIT {
  private static final String SCRIPT =
      """
      build() { printf '%b\\n' "$2" >"$1.dockerfile"; check "$1" "docker build -q -f $1.dockerfile $3 ."; }
      api='curl -sS -m 20 --fail-with-body --unix-socket /var/run/docker.sock -X POST'

      cat >ok.dockerfile <<'TEXT'
      FROM sandbox/agent AS first
      USER root
      ARG WORD=unset
      RUN curl -sS -m 15 http://$OPEN_NAME/ >/page && echo "$WORD" >/word
      FROM sandbox/hello
      COPY --from=first /page /word /
      COPY given /given
      ADD unpacked.tar /unpacked/
      CMD ["cat", "/page", "/word", "/given", "/unpacked/in-tar"]
      TEXT
      sed -i "s/\\$OPEN_NAME/$OPEN_NAME/" ok.dockerfile
      echo in-tar >in-tar && tar -cf unpacked.tar in-tar
      check ok-build 'docker build -f ok.dockerfile --build-arg WORD=argument -t app:latest .'
      check ok-run 'docker run --rm app'
      check ok-again 'docker build -f ok.dockerfile --build-arg WORD=argument -t app:latest . 2>/dev/null | grep -c "Using cache"'
      check ok-list 'docker images --format "{{.Repository}}:{{.Tag}}"'
      check ok-from 'printf "FROM app\\nRUN cat /given\\n" | docker build -t derived -'
      check ok-save 'docker save app -o app.tar && docker rmi -f derived app && docker load -i app.tar && docker run --rm app cat /word'
      build run-direct "FROM sandbox/agent\\nRUN ! curl -g -sS -m 4 --noproxy '*' http://$CLOSED/ && ! curl -g -sS -m 4 --noproxy '*' http://[$CLOSED6]/ && ! curl -sS -m 4 --noproxy '*' http://$OPEN/"
      build run-refused "FROM sandbox/agent\\nRUN curl -sS -m 10 -o /dev/null -w %{http_code} http://$CLOSED_NAME/ | grep 403"

      build fetch-add-url "FROM sandbox/hello\\nADD http://$CLOSED_NAME/x /x"
      build fetch-add-allowed-url "FROM sandbox/hello\\nADD http://$OPEN_NAME/daemon /x"
      build fetch-add-literal "FROM sandbox/hello\\nADD http://$CLOSED/x /x"
      build fetch-add-json "FROM sandbox/hello\\nADD [\\"http://$CLOSED_NAME/x\\", \\"/x\\"]"
      build fetch-add-case "from sandbox/hello\\naDd   hTTp://$CLOSED_NAME/x   /x"
      build fetch-add-git "FROM sandbox/hello\\nADD https://$CLOSED_NAME/x.git#main /x"
      build fetch-add-ssh "FROM sandbox/hello\\nADD git@$CLOSED_NAME:x.git /x"
      build fetch-add-variable "FROM sandbox/hello\\nARG U=http://$CLOSED_NAME/x\\nADD \\${U} /x"
      build fetch-add-build-arg "FROM sandbox/hello\\nARG U\\nADD \\$U /x" "--build-arg U=http://$CLOSED_NAME/x"
      build fetch-add-environment "FROM sandbox/hello\\nENV U=http://$CLOSED_NAME/x\\nADD \\$U /x"
      build fetch-add-continued "FROM sandbox/hello\\nADD \\\\\\\\\\nhttp://$CLOSED_NAME/x /x"
      build fetch-add-escape "# escape=\\`\\nFROM sandbox/hello\\nADD \\`\\nhttp://$CLOSED_NAME/x /x"
      build fetch-add-second-stage "FROM sandbox/hello\\nRUN true\\nFROM sandbox/hello\\nADD http://$CLOSED_NAME/x /x"
      build fetch-add-latin-space "FROM sandbox/hello\\nADD --chown=àhttp://$CLOSED_NAME/x /x"
      build fetch-copy-running-stage "FROM sandbox/hello AS secret\\nCOPY --from=secret /bin/hello /x"
      build plant-onbuild "FROM sandbox/hello\\nONBUILD ADD http://$CLOSED_NAME/x /x" "-t trap"
      printf 'FROM trap\\n' >sprung.dockerfile
      check fetch-onbuild-sprung 'docker build -f sprung.dockerfile .'
      check fetch-onbuild-changes "docker create --name planted sandbox/hello true && docker commit -c 'ONBUILD ADD http://$CLOSED_NAME/x /x' planted trap2 && printf 'FROM trap2\\n' | docker build -"
      build fetch-from "FROM $CLOSED_NAME/image:1"
      build fetch-from-foreign "FROM foreign/secret:1"
      build fetch-from-variable "ARG B=foreign/secret:1\\nFROM \\$B"
      build fetch-from-second "FROM sandbox/hello\\nFROM foreign/secret:1"
      build fetch-copy-from "FROM sandbox/hello\\nCOPY --from=foreign/secret:1 /bin/hello /x"
      build fetch-copy-from-outside "FROM sandbox/hello\\nCOPY --from=$CLOSED_NAME/image /x /x"
      check fetch-remote-tar "$api 'http://docker/v1.47/build?remote=http://$CLOSED_NAME/context.tar'"
      check fetch-remote-git "$api 'http://docker/v1.47/build?remote=https://$CLOSED_NAME/x.git'"
      check fetch-import "$api 'http://docker/v1.47/images/create?fromSrc=http://$CLOSED_NAME/x.tar'"
      check fetch-pull "docker pull $CLOSED_NAME/image:1"
      check fetch-push "docker tag sandbox/hello $CLOSED_NAME/image:1 && docker push $CLOSED_NAME/image:1"
      check fetch-search "docker search $CLOSED_NAME/x"
      check fetch-login "docker login -u u -p p $CLOSED_NAME"
      check buildkit 'DOCKER_BUILDKIT=1 docker build -f ok.dockerfile .'
      check network-host 'docker build -q -f ok.dockerfile --network host .'
      docker rm -f planted >/dev/null 2>&1
      """;

  private Checks checks;
  private List<Contact> atClosed;
  private List<Contact> atOpen;
  private String asked;

  @SuppressWarnings("NullAway.Init") // set before every test by build()
  ClassicBuildIT() {}

  @BeforeAll
  void build(Lab lab) {
    lab.ask("tag", "sandbox/hello", "foreign/secret:1");
    Workspace workspace = lab.workspace().file("given", "given\n");
    String variables =
        "OPEN_NAME=%s CLOSED_NAME=%s OPEN=%s CLOSED=%s CLOSED6=%s\n"
            .formatted(
                Outside.OPEN_NAME,
                Outside.CLOSED_NAME,
                lab.host().open(),
                lab.host().closed(),
                lab.host().closed6());
    lab.outside().forget();
    try (EngineTap tap = lab.tap()) {
      checks =
          Checks.in(
              lab.sandbox("run", "--dind", "--enable-airlock", "--allow", Outside.OPEN_NAME)
                  .with("DOCKER_HOST", tap.dockerHost()),
              workspace,
              variables + SCRIPT);
      asked = tap.asked();
    }
    atClosed = lab.outside().closed().contacts();
    atOpen = lab.outside().open().contacts();
  }

  @AfterAll
  void remove(Lab lab) {
    lab.ask("rmi", "foreign/secret:1");
  }

  @Test
  void buildsWithTheProxyInRun() {
    checks.of("ok-build").succeeded();
    checks.of("ok-run").succeeded().says(ContactRecorder.GREETING, "argument", "given", "in-tar");
  }

  @Test
  void usesTheCacheTheSecondTime() {
    assertThat(Integer.parseInt(checks.of("ok-again").output().strip())).isPositive();
  }

  @Test
  void keepsTheNamesThatTheSessionGave() {
    checks.of("ok-list").succeeded().says("app:latest").neverSays("sandbox-session");
    checks.of("ok-from").succeeded();
    checks.of("ok-save").succeeded().says("argument");
  }

  @Test
  void runHasNoOtherWayOut() {
    checks.of("run-direct").succeeded();
    checks.of("run-refused").succeeded();
  }

  @Test
  void refusesWhatTheDaemonWouldFetch() {
    for (Answer answer : checks.startingWith("fetch-")) {
      answer.failed();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"fetch-add-", "fetch-from", "fetch-copy-", "fetch-remote-", "fetch-import"})
  void saysWhy(String kind) {
    for (Answer answer : checks.startingWith(kind)) {
      answer.says("sandbox: denied");
    }
  }

  @Test
  void nothingOutsideWasReached() {
    assertThat(atClosed).isEmpty();
    assertThat(atOpen).isNotEmpty().noneMatch(contact -> contact.text().contains("daemon"));
  }

  @Test
  void nothingWasAskedOfTheEngineThatNamesTheOutside() {
    assertThat(asked).contains("/build?");
    // A tag is only a name.
    assertThat(
            asked
                .lines()
                .filter(line -> line.startsWith("POST ") || line.startsWith("GET "))
                .filter(line -> !line.contains("/tag?")))
        .noneMatch(line -> line.contains(Outside.CLOSED_NAME) || line.contains("networkmode=host"));
  }

  @Test
  void buildKitIsRefusedWithTheWayToBuild() {
    checks.of("buildkit").failed();
    assertThat(asked).doesNotContain("/grpc").doesNotContain("/session ");
  }
}
