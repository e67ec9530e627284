package dev.airlock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.e2e.harness.Checks;
import dev.airlock.e2e.harness.Checks.Answer;
import dev.airlock.e2e.harness.CurrentEngine;
import dev.airlock.e2e.harness.Lab;
import dev.airlock.e2e.harness.Workspace;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The Docker CLI and Compose as people use them, unmodified, from inside an airlock.
@CurrentEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerClientIT {
  private static final String COMPOSE =
      """
      services:
        db:
          image: sandbox/hello
          command: sh -c 'mkdir -p /www && echo rows >/www/index.html && exec httpd -f -p 5432 -h /www'
          healthcheck:
            test: wget -Y off -q -O /dev/null http://127.0.0.1:5432/
            interval: 1s
            start_interval: 200ms
            start_period: 10s
          volumes: ["data:/data", "./config:/config:ro"]
        app:
          build: app
          depends_on: {db: {condition: service_healthy}}
          environment: {DB: "http://db:5432/"}
          healthcheck:
            test: wget -Y off -q -O /dev/null http://127.0.0.1:80/
            interval: 1s
            start_interval: 200ms
            start_period: 10s
        web:
          image: sandbox/hello
          command: sh -c 'while :; do nc -l -p 80 -e sh -c "echo HTTP/1.0 200 OK; echo; wget -q -O - http://app/"; done'
          depends_on: {app: {condition: service_healthy}}
          ports: ["8088:80"]
      volumes: {data: {}}
      """;

  private static final String SCRIPT =
      """
      check version 'docker version --format "{{.Server.APIVersion}}"'
      check info 'docker info --format "{{.OSType}}"'
      check run-output 'docker run --rm sandbox/hello sh -c "echo out; echo err >&2; exit 7"'
      docker run -d --name long -l app=test -e WORD=given -w /tmp sandbox/hello sh -c 'trap "echo stopped; exit 0" TERM; n=0; while :; do n=$((n+1)); echo line $n; sleep 0.2; done' >/dev/null
      check ps 'docker ps --filter label=app=test --format "{{.Names}} {{.Image}} {{.Status}}"'
      check exec 'docker exec long sh -c "echo \\$WORD in \\$PWD; exit 5"'
      check exec-stdin 'seq 1 100000 | docker exec -i long md5sum; seq 1 100000 | md5sum'
      check exec-detached 'docker exec -d long touch /tmp/detached; sleep 1; docker exec long ls /tmp'
      check run-stdin 'seq 1 300000 | docker run --rm -i sandbox/hello md5sum; seq 1 300000 | md5sum'
      check terminal 'docker run --rm -t sandbox/hello tty'
      check logs 'docker logs --tail 2 long'
      check logs-follow 'timeout 4 docker logs -f long | grep -m 3 line'
      check attach 'timeout 2 docker attach --no-stdin --sig-proxy=false long | head -n 1'
      check inspect 'docker inspect --format "{{.Config.Labels.app}} {{.State.Status}} {{.HostConfig.Privileged}}" long'
      check inspect-labels 'docker inspect --format "{{json .Config.Labels}}" long'
      check by-short-id 'docker inspect --format "{{.Name}}" $(docker ps -q --filter name=long)'
      check copy 'echo copied >f && docker cp f long:/tmp/f && docker cp long:/tmp/f g && cat g'
      check copy-stream 'tar -c f | docker cp - long:/tmp && docker cp long:/tmp/f - | tar -t'
      check top 'docker top long'
      check stats 'docker stats --no-stream --format "{{.Name}}" long'
      check rename 'docker rename long longer && docker rename longer long'
      check pause 'docker pause long && docker unpause long'
      check update 'docker update --memory 128m --memory-swap 128m long'
      check events 'docker events --since "$(( $(date +%s) - 600 ))" --until "$(date +%s)" --filter container=long --format "{{.Action}}"'
      check diff 'docker diff long'
      check export 'docker export long | tar -t | grep -c bin/busybox'
      check stop 'docker stop -t 5 long && docker logs --tail 1 long'
      check wait 'docker start long >/dev/null; { sleep 1; docker kill -s KILL long >/dev/null; } & docker wait long; wait'
      check commit 'docker commit -m kept long kept:1 && docker run --rm kept:1 cat /tmp/f && docker rmi kept:1'
      check remove 'docker rm long && docker ps -a --format "{{.Names}}"'
      check volume 'docker volume create kept && docker run --rm -v kept:/v sandbox/hello sh -c "echo v >/v/f" && docker volume ls -q && docker volume inspect --format "{{.Name}}" kept && docker volume rm kept'
      check network 'docker network create --subnet 10.77.0.0/24 net && docker network inspect --format "{{.Name}} {{.Internal}}" net && docker run --rm --network net --name in-net sandbox/hello hostname -i && docker network ls --format "{{.Name}}" && docker network rm net'
      check network-connect 'docker network create later && docker run -d --name joined sandbox/hello sleep 60 && docker network connect --alias known later joined && docker run --rm --network later sandbox/hello nslookup known && docker network disconnect later joined; docker rm -f joined; docker network rm later'
      check missing 'docker run --rm nosuch/image true'
      check no-such 'docker logs nosuch'
      check restart-policy 'docker run -d --name again --restart on-failure:2 sandbox/hello sh -c "exit 1"; docker wait again; sleep 2; docker inspect --format "{{.RestartCount}}" again; docker rm -f again'
      check healthy 'docker run -d --name sick --health-cmd true --health-interval 1s sandbox/hello sleep 60; for i in 1 2 3 4 5 6; do sleep 1; docker inspect --format "{{.State.Health.Status}}" sick; done; docker rm -f sick'
      check many 'for i in $(seq 1 12); do docker run --rm sandbox/hello echo n$i & done; wait'

      cd project
      LIMIT=150
      check compose-config 'docker compose config --services'
      check compose-up 'docker compose up -d --wait --build'
      check compose-ps 'docker compose ps --format "{{.Service}} {{.Health}}"'
      check compose-web 'curl -sS -m 10 --retry 20 --retry-delay 1 --retry-all-errors http://localhost:8088/'
      check compose-exec 'docker compose exec -T db sh -c "cat /config/given && touch /data/f && ! touch /config/f"'
      check compose-logs 'docker compose logs --no-color app'
      check compose-run 'docker compose run --rm -T app wget -q -O - http://db:5432/'
      check compose-restart 'docker compose restart -t 0 web && docker compose up -d'
      check compose-down 'docker compose down -v -t 0'
      check compose-left 'docker ps -aq; docker volume ls -q; docker network ls --format "{{.Name}}"'
      """;

  private Checks checks;

  @SuppressWarnings("NullAway.Init") // set before every test by use()
  DockerClientIT() {}

  @BeforeAll
  void use(Lab lab) {
    Workspace workspace =
        lab.workspace()
            .file("project/compose.yaml", COMPOSE)
            .file("project/config/given", "configured\n")
            .file(
                "project/app/Dockerfile",
                """
                FROM sandbox/hello
                RUN mkdir -p /www
                CMD sh -c 'wget -q -O /www/index.html $DB && echo started && exec httpd -f -p 80 -h /www'
                """);
    checks = Checks.in(lab.sandbox("run", "--dind", "--enable-airlock"), workspace, SCRIPT);
  }

  @Test
  void saysWhatTheEngineIs() {
    checks.of("version").succeeded();
    checks.of("info").succeeded().says("linux");
  }

  @Test
  void runsToTheExitStatusWithBothStreams() {
    assertThat(checks.of("run-output").status()).isEqualTo(7);
    checks.of("run-output").says("out", "err");
    checks.of("terminal").succeeded().says("/dev/");
    checks.of("restart-policy").says("2");
  }

  @Test
  void listsAndInspects() {
    checks.of("ps").succeeded().says("long sandbox/hello Up");
    checks.of("inspect").succeeded().is("test running false");
    checks.of("inspect-labels").succeeded().is("{\"app\":\"test\"}");
    checks.of("by-short-id").succeeded().is("/long");
    checks.of("top").succeeded().says("sh -c");
    checks.of("stats").succeeded().is("long");
    checks.of("diff").succeeded().says("/tmp");
  }

  @Test
  void executesInARunningContainer() {
    assertThat(checks.of("exec").status()).isEqualTo(5);
    checks.of("exec").says("given in /tmp");
    checks.of("exec-detached").says("detached");
  }

  @Test
  void carriesStandardInputWhole() {
    sameSum(checks.of("exec-stdin"));
    sameSum(checks.of("run-stdin"));
  }

  private static void sameSum(Answer answer) {
    assertThat(answer.succeeded().output().lines().distinct()).as(answer.toString()).hasSize(1);
  }

  @Test
  void followsLogsAndEvents() {
    assertThat(checks.of("logs").succeeded().output().lines()).hasSize(2);
    assertThat(checks.of("logs-follow").output().lines()).hasSize(3);
    checks.of("attach").says("line");
    checks.of("events").succeeded().says("create", "start", "exec_create");
  }

  @Test
  void copiesBothWays() {
    checks.of("copy").succeeded().says("copied");
    checks.of("copy-stream").succeeded().is("f");
    assertThat(checks.of("export").output().strip()).isEqualTo("1");
  }

  @Test
  void changesAndEndsContainers() {
    for (String name : new String[] {"rename", "pause", "update"}) {
      checks.of(name).succeeded();
    }
    checks.of("stop").succeeded().says("stopped");
    checks.of("wait").says("137");
    checks.of("commit").succeeded().says("copied");
    checks.of("remove").succeeded().is("long");
  }

  @Test
  void makesVolumesUnderTheirOwnNames() {
    assertThat(checks.of("volume").succeeded().output().lines())
        .containsExactly("kept", "kept", "kept", "kept");
  }

  @Test
  void makesNetworks() {
    checks.of("network").succeeded().says("net true", "10.77.0.");
    checks.of("network-connect").says("known");
  }

  @Test
  void explainsWhatIsNotThere() {
    checks.of("missing").failed().says("--allow-image");
    checks.of("no-such").failed().says("No such container");
  }

  @Test
  void reportsHealth() {
    checks.of("healthy").says("healthy");
  }

  @Test
  void servesManyAtOnce() {
    assertThat(checks.of("many").succeeded().output().lines()).hasSize(12);
  }

  @Test
  void runsAComposeProjectWithHealthChecks() {
    checks.of("compose-config").succeeded();
    checks.of("compose-up").succeeded();
    checks.of("compose-ps").succeeded().says("db healthy", "app healthy");
    checks.of("compose-web").succeeded().says("rows");
  }

  @Test
  void worksInsideAComposeProject() {
    checks.of("compose-exec").succeeded().says("configured");
    checks.of("compose-logs").succeeded().says("started");
    checks.of("compose-run").succeeded().says("rows");
    checks.of("compose-restart").succeeded();
  }

  @Test
  void takesAComposeProjectDown() {
    checks.of("compose-down").succeeded();
    checks.of("compose-left").succeeded().neverSays("project", "data");
  }
}
