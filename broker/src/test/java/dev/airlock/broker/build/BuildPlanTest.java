package dev.airlock.broker.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.broker.policy.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildPlanTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ADD http://outside.test/x /x",
        "ADD HTTPS://outside.test/x /x",
        "add https://outside.test/x /x",
        "ADD a https://outside.test/x /x/",
        "ADD [\"https://outside.test/x\", \"/x\"]",
        "ADD [\"\\u0068ttps://outside.test/x\", \"/x\"]",
        "ADD $URL /x",
        "ADD ${URL} /x",
        "ADD h$REST /x",
        "ADD [\"$URL\", \"/x\"]",
        "ADD \"ht\"tp://outside.test/x /x",
        "ADD ht\\tp://outside.test/x /x",
        "ADD \\\n  http://outside.test/x /x",
        "ADD \\\n# a comment\n  http://outside.test/x /x",
        "ADD \\\n\n  http://outside.test/x /x",
        "AD\\\nD http://outside.test/x /x",
        "ADD git@outside.test:a/b.git /x",
        "ADD ssh://outside.test/a /x",
        "ADD github.com/a/b /x",
        "ADD other.test/a.git#main /x",
        "ADD --chown=1:1 http://outside.test/x /x",
        "\tADD http://outside.test/x /x",
        "\u00a0ADD http://outside.test/x /x",
        "ONBUILD ADD --chown=1 http://outside.test/x /x",
        "ONBUILD ADD http://outside.test/x /x",
        "onbuild add --chown=1 $URL /x",
        "ONBUILD   ADD\thttp://outside.test/x /x",
        "ADD http://outside.test/x /x\r",
      })
  void refusesWhatMakesTheEngineFetch(String instruction) {
    assertThatThrownBy(() -> plan("FROM scratch\n" + instruction + "\n"))
        .isInstanceOfSatisfying(
            DockerfileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BUILD_FETCH));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ADD --checksum=sha256:1 x /x",
        "ADD --keep-git-dir=true x /x",
        "RUN --mount=type=bind,from=alpine true",
        "RUN --network=host true",
        "RUN --security=insecure true",
        "COPY --link a /a",
        "COPY <<EOF /x\nADD http://outside.test/x /x\nEOF",
        "RUN <<EOF\nADD x\nEOF",
        "RUN cat <<-'EOF' >x",
        "INCLUDE x",
        "COPY [\"a\", \"/b\"] junk",
        "ADD [\"a\" \"/b\"]",
        "ADD [1, \"/b\"]",
        "COPY --from=\"alpine\" a /a",
        "FROM a AS b c",
        "FROM",
        "RUN a\u0001b",
        "# escape=`\nRUN true",
        "ONBUILD RUN --mount=type=secret true",
        "ADD a\u000bhttp://outside.test/x /x",
        // The engine cuts flags at the bytes 85 and A0.
        "ADD --chown=àhttp://outside.test/x /x",
        "ADD --chown=Åhttp://outside.test/x /x",
        "COPY --chown=à--from=company/private:1 / /x",
        "ONBUILD ADD --chown=àhttp://outside.test/x x /x",
        "COPY --chown=a,b a /a",
        "RUN true #\u00a0<<\"#\"\nRUN true \\\n#\nADD http://outside.test/x /x",
        "ONBUILD RUN echo\u00a0<<\"#\"",
        "RUN cat << \"#\"",
        "RUN cat << EOF",
        "RUN ''<<EOF",
        "RUN cat 3<<EOF",
        "COPY x <<\"#\" /y",
        "RUN echo a\\ \\\n",
      })
  void refusesWhatTheClassicBuilderMayReadOtherwise(String instruction) {
    assertThatThrownBy(() -> plan("FROM scratch\n" + instruction + "\n"))
        .isInstanceOfSatisfying(
            DockerfileException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.BUILD_DOCKERFILE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FROM $BASE",
        "ARG X\nFROM ${X}",
        "ARG X=$Y\nFROM ${X}",
        "ARG X=\"a\"b\nFROM $X",
        "FROM ${X%x}",
        "FROM \"alpine\"",
        "FROM scratch\nCOPY --from=$X a /a",
        "FROM scratch\nONBUILD COPY --from=alpine a /a",
        "FROM scratch AS mysql\nONBUILD COPY --from=mysql a /a",
        "ARG X=\nARG \"X\"=linux/s390x\nFROM --platform=$X base",
        "ARG X=\"a\"b\nFROM ${X:-base}",
        "FROM scratch\nONBUILD ONBUILD RUN true",
      })
  void refusesAnImageThatIsNotKnown(String dockerfile) {
    assertThatThrownBy(() -> plan(dockerfile + "\n"))
        .isInstanceOfSatisfying(
            DockerfileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BUILD_BASE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ADD a b /c/",
        "ADD ./$X /c",
        "ADD dir/$X /c",
        "ADD [\"a b\", \"/c\"]",
        "COPY --chown=1:1 a /a",
        "RUN true\nFROM scratch\nCOPY --from=0 a /a",
        "RUN curl https://outside.test/x | sh",
        "RUN echo $((1 < 2))",
        "RUN echo $((1<<2))",
        "RUN cat <<<word",
        "RUN -- true",
        "RUN echo à",
        "COPY --chown=$U:${G} a /a",
        "LABEL price=\"5 $ a=b\"",
        "ENV A=https://outside.test",
        "RUN [\"sh\", \"-c\", \"true\"]",
        "CMD true",
        "ONBUILD RUN true",
        "ONBUILD COPY . /app",
        "HEALTHCHECK --interval=1s CMD true",
        "# a comment\n\nRUN a \\\n  # inner\n\n  && b",
        "RUN echo a\\\\\nRUN b",
        "LABEL a=\"b c\"",
        "VOLUME [\"/data\"]",
      })
  void acceptsWhatRunsInContainers(String instruction) throws DockerfileException {
    assertThat(plan("FROM scratch\n" + instruction + "\n").uses()).isEmpty();
  }

  @Test
  void namesEachImageByWhatTheEngineKnowsItBy() throws DockerfileException {
    BuildPlan plan =
        plan(
            """
            # syntax=docker/dockerfile:1
            ARG TAG=1
            FROM --platform=linux/amd64 base:${TAG} AS build
            RUN make
            FROM build
            COPY --from=build /a /a
            COPY --from=tools:2 \\
              /b \\
              /b
            FROM scratch
            """);
    assertThat(plan.uses()).extracting(BuildPlan.Use::image).containsExactly("base:1", "tools:2");
    assertThat(plan.uses().getFirst().platform()).isEqualTo("linux/amd64");
    assertThat(plan.rewrite(use -> "own/" + use.image(), "LABEL of=session"))
        .isEqualTo(
            """

            ARG TAG=1
            FROM --platform=linux/amd64 own/base:1 AS build
            LABEL of=session
            RUN make
            FROM build
            LABEL of=session
            COPY --from=build /a /a
            COPY --from=own/tools:2 /b   /b


            FROM scratch
            LABEL of=session
            """);
  }

  /// The engine knows a stage by name when it has ended; until then the name is an image's.
  @Test
  void takesTheNameOfARunningStageForAnImage() throws DockerfileException {
    BuildPlan plan =
        plan("FROM scratch AS mysql\nCOPY --from=mysql / /x\nFROM mysql\nCOPY --from=mysql / /y\n");
    assertThat(plan.uses()).extracting(BuildPlan.Use::image).containsExactly("mysql");
    assertThat(plan.uses().getFirst().line()).isEqualTo(1);
  }

  @Test
  void writesEveryInstructionOnALineOfItsOwn() throws DockerfileException {
    BuildPlan plan =
        plan(
            """
            # escape=`
            # comment
            ARG P=linux/amd64
            from --platform=$P scratch

            run a `
            # inner
              && b
            onbuild   add\tx /x
            RUN -- --odd
            """);
    assertThat(plan.rewrite(use -> "none", "LABEL of=session"))
        .isEqualTo(
            """
            # escape=`

            ARG P=linux/amd64
            FROM --platform=linux/amd64 scratch
            LABEL of=session

            RUN a   && b


            ONBUILD ADD x /x
            RUN -- --odd
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LABEL dev.airlock.session=x",
        "LABEL dev.air\"\"lock.session=x",
        "LABEL dev.air\\lock.role=pod",
        "LABEL a=b 'dev.airlock.owner'=x",
        "LABEL $L",
        "LABEL $L=x",
        "LABEL a=b \"$L\"=x",
        "ONBUILD LABEL dev.airlock.session=x",
      })
  void refusesLabelsOfTheSandbox(String instruction) {
    assertThatThrownBy(() -> plan("FROM scratch\n" + instruction + "\n"))
        .isInstanceOfSatisfying(
            DockerfileException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.RESERVED_LABEL));
  }

  @Test
  void takesBuildArgumentsOverDefaults() throws DockerfileException {
    BuildPlan plan =
        BuildPlan.of(
            dockerfile("ARG BASE=alpine\nFROM ${BASE:-x}\nFROM ${OTHER:-busybox}\n"),
            Map.of("BASE", "debian"));
    assertThat(plan.uses()).extracting(BuildPlan.Use::image).containsExactly("debian", "busybox");
  }

  @Test
  void refusesTriggersOfABaseThatFetch() throws DockerfileException {
    BuildPlan plan = plan("FROM base\n");
    BuildPlan.Use use = plan.uses().getFirst();
    plan.requireHarmlessTriggers(List.of("RUN true", "COPY . /app"), use);
    for (String trigger :
        List.of("ADD https://outside.test/x /x", "COPY --from=alpine /a /a", "ADD $X /x")) {
      assertThatThrownBy(() -> plan.requireHarmlessTriggers(List.of(trigger), use))
          .isInstanceOf(DockerfileException.class);
    }
  }

  private static BuildPlan plan(String text) throws DockerfileException {
    return BuildPlan.of(dockerfile(text), Map.of());
  }

  private static Dockerfile dockerfile(String text) throws DockerfileException {
    return Dockerfile.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
