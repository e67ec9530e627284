package dev.airlock.broker.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.Refusal;
import dev.airlock.broker.policy.SiblingNetwork;
import dev.airlock.broker.route.Admission;
import dev.airlock.broker.route.ApiVersion;
import dev.airlock.broker.route.Gate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Builds, loads and uploads: what is decided on whole.
class SpooledBodyTest {

  /// Follows every FROM, so that an image without a name is found when the session ends.
  private static final String LABEL = "LABEL dev.airlock.session=abcdefghij\n";

  @Test
  void buildsOnUsableImagesByTheEnginesReference() throws IOException {
    UpstreamRequest request =
        forwarded(build("", "Dockerfile", "FROM app\nCOPY --from=alpine /a /a\n", "src/a", "x"));
    assertThat(texts(request))
        .containsExactly(
            Map.entry(
                "Dockerfile",
                "FROM sha256:"
                    + "4".repeat(64)
                    + "\n"
                    + LABEL
                    + "COPY --from=alpine:latest /a /a\n"),
            Map.entry("src/a", "x"));
    assertThat(request.target())
        .contains(
            "version=1",
            "rm=1",
            "forcerm=1",
            "networkmode=sandbox-abcdefghij-airlock",
            "HTTP_PROXY",
            "dev.airlock.session")
        .doesNotContain(FakeWorld.SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "'', FROM absent:1, 1, ''",
    "'', FROM --platform=linux/arm64 absent:1, 1, platform=linux/arm64",
    "platform=linux/arm64, FROM absent:1, 1, platform=linux/arm64",
    "'', FROM absent:1\\nFROM absent:1, 1, ''",
    "'', FROM absent:1\\nCOPY --from=absent:2 /a /a, 2, ''",
    "pull=1, FROM absent:1\\nFROM app\\nFROM scratch, 1, ''",
    "pull=true, FROM absent:1\\nFROM alpine, 2, ''"
  })
  void pullsBasesThatAreMissing(String query, String dockerfile, int pulls, String sent)
      throws IOException {
    Decision decision = build(query, "Dockerfile", dockerfile.replace("\\n", "\n") + "\n");
    assertThat(decision).isInstanceOf(Decision.PullFirst.class);
    Decision.PullFirst first = (Decision.PullFirst) decision;
    assertThat(first.pulls()).hasSize(pulls);
    Decision.Pull pull = first.pulls().getFirst();
    assertThat(pull.reference()).isEqualTo("absent:1");
    assertThat(pull.request().target())
        .startsWith("/v1.51/images/create?fromImage=absent&tag=1")
        .endsWith(sent);
  }

  @Test
  void buildsWithoutPullingAgainWhatWasPulled() throws IOException {
    byte[] context = ContextTar.of("Dockerfile", "FROM alpine\n");
    World world = FakeWorld.airlocked().having(List.of("alpine:latest"));
    UpstreamRequest request = forwarded(decide("POST", "/build?pull=1", context, world));
    assertThat(request.target()).doesNotContain("pull");
    assertThat(texts(request)).containsEntry("Dockerfile", "FROM alpine:latest\n" + LABEL);
  }

  @Test
  void refusesABaseThatIsMissingAfterItsPull() throws IOException {
    byte[] context = ContextTar.of("Dockerfile", "FROM absent\n");
    World world = FakeWorld.airlocked().having(List.of("absent:latest"));
    assertThat(reason(decide("POST", "/build", context, world))).isEqualTo("build-base");
  }

  @Test
  void tagsBuildsWithNamesOfTheSessionsOwn() throws IOException {
    Decision decision = build("t=alpine&t=sandbox%2Fhello%3A2", "Dockerfile", "FROM scratch\n");
    assertThat(forwarded(decision).target())
        .contains(
            "t=sandbox-session/abcdefghij/alpine:latest",
            "t=sandbox-session/abcdefghij/sandbox/hello:2");
    assertThat(((Decision.Forward) decision).effect())
        .isEqualTo(
            new Effect.ImageMade(
                List.of(
                    "sandbox-session/abcdefghij/alpine:latest",
                    "sandbox-session/abcdefghij/sandbox/hello:2")));
  }

  @Test
  void readsCompressedContexts() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(ContextTar.of("Dockerfile", "FROM alpine\n"));
    }
    assertThat(texts(forwarded(send("/build", out.toByteArray()))))
        .containsEntry("Dockerfile", "FROM alpine:latest\n" + LABEL);
  }

  @Test
  void fallsBackToTheOtherSpellingAsTheEngineDoes() throws IOException {
    UpstreamRequest request = forwarded(build("", "dockerfile", "FROM alpine\n"));
    assertThat(request.target()).contains("dockerfile=dockerfile");
  }

  @Test
  void prefersTheSpellingThatTheEnginePrefers() throws IOException {
    UpstreamRequest request =
        forwarded(build("", "dockerfile", "FROM company/secret\n", "Dockerfile", "FROM alpine\n"));
    assertThat(request.target()).contains("dockerfile=Dockerfile");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FROM company/secret | build-base",
        "FROM closed.test/absent | registry-not-allowed",
        "FROM company/secret\\nFROM absent | build-base",
        "FROM scratch\\nLABEL a=b dev.airlock.owner=x | reserved-label",
        "FROM trigger | build-fetch",
        "FROM scratch\\nADD https://outside.test/x /x | build-fetch",
        "FROM scratch\\nCOPY --from=company/secret /a /a | build-base",
        "FROM $X | build-base",
        "FROM --platform=linux/arm64 app | build-base",
        "FROM sha256:6666666666666666666666666666666666666666666666666666666666666666 | build-base"
      })
  void refusesBuildsThatWouldFetch(String dockerfile, String reason) throws IOException {
    assertThat(reason(build("", "Dockerfile", dockerfile.replace("\\n", "\n") + "\n")))
        .isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "remote=https%3A%2F%2Foutside.test%2Fx.git, build-remote-context",
    "remote=client-session, build-remote-context",
    "version=2, buildkit",
    "session=abc, buildkit",
    "networkmode=host, host-namespace",
    "cgroupparent=%2F, cgroup",
    "securityopt=seccomp%3Dunconfined, security-option",
    "outputs=x, build-option",
    "squash=1, build-option",
    "extrahosts=h%3Ahost-gateway, extra-host",
    "isolation=process, build-option",
    "labels=%7B%22dev.airlock.owner%22%3A%22x%22%7D, reserved-label",
    "t=sandbox-session%2Fzzzzzzzzzz%2Fapp, reserved-name",
    "buildargs=%7B%22BUILDKIT_SYNTAX%22%3A%22x%22%7D, build-option",
    "'ulimits=[{\"Name\":\"rtprio\",\"Soft\":1,\"Hard\":1}]', ulimit"
  })
  void refusesOptionsOfABuild(String query, String reason) throws IOException {
    String raw = query.startsWith("ulimits=") ? "ulimits=" + encoded(query.substring(8)) : query;
    assertThat(reason(build(raw, "Dockerfile", "FROM scratch\n"))).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "networkmode=container:other",
        "networkmode=company",
        "dockerfile=../Dockerfile",
        "dockerfile=/etc/passwd",
        "dockerfile=other",
        "buildargs=%7B%22A%22%3A1%7D",
        "memory=x",
        "nothing=1"
      })
  void refusesMalformedOptionsOfABuild(String query) throws IOException {
    assertThat(build(query, "Dockerfile", "FROM scratch\n")).isInstanceOf(Decision.Refuse.class);
  }

  @Test
  void refusesADockerfileThatIsALink() throws IOException {
    assertThat(reason(send("/build", ContextTar.withLink("Dockerfile", "other"))))
        .isEqualTo("archive-entry");
  }

  @Test
  void refusesWhatIsNoTar() throws IOException {
    assertThat(reason(send("/build", "FROM alpine\n".repeat(100).getBytes(StandardCharsets.UTF_8))))
        .isEqualTo("archive-entry");
    for (byte[] magic : new byte[][] {{'B', 'Z', 'h', '9'}, {(byte) 0xfd, '7', 'z', 'X', 'Z', 0}}) {
      assertThat(reason(send("/build", Arrays.copyOf(magic, 1024)))).isEqualTo("archive-entry");
    }
  }

  @Test
  void buildsWithoutNetworkWhereThereIsNone() throws IOException {
    Decision decision =
        decide(
            "POST",
            "/build",
            ContextTar.of("Dockerfile", "FROM alpine\n"),
            FakeWorld.world(FakeWorld.policy(new SiblingNetwork.None())));
    assertThat(forwarded(decision).target()).contains("networkmode=none");
  }

  @Test
  void loadsUnderNamesOfTheSessionsOwn() throws IOException {
    Decision decision =
        send(
            "/images/load",
            ContextTar.of(
                "manifest.json",
                "[{\"Config\":\"blobs/sha256/a\",\"RepoTags\":[\"alpine:latest\"],\"Layers\":[\"blobs/sha256/b\"]}]",
                "repositories",
                "{\"alpine\":{\"latest\":\"x\"}}",
                "index.json",
                "{}",
                "oci-layout",
                "{}",
                "blobs/sha256/a",
                "{}"));
    assertThat(texts(forwarded(decision)))
        .containsOnlyKeys("manifest.json", "blobs/sha256/a")
        .containsEntry(
            "manifest.json",
            "[{\"Config\":\"blobs/sha256/a\",\"Layers\":[\"blobs/sha256/b\"],\"RepoTags\":[\"sandbox-session/abcdefghij/alpine:latest\"]}]");
    assertThat(((Decision.Forward) decision).effect())
        .isEqualTo(new Effect.ImageMade(List.of("sandbox-session/abcdefghij/alpine:latest")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[{\"Config\":\"../x\",\"Layers\":[]}]",
        "[{\"config\":\"x\",\"Layers\":[]}]",
        "[{\"Config\":\"x\",\"Layers\":[\"/etc/passwd\"]}]",
        "[{\"Config\":\"x\",\"RepoTags\":[\"a\"],\"RepoTags\":[\"b\"],\"Layers\":[]}]",
        "[{\"Config\":\"x\",\"RepoTags\":[1],\"Layers\":[]}]",
        "[1]"
      })
  void refusesManifestsThatItDoesNotUnderstand(String manifest) throws IOException {
    assertThat(send("/images/load", ContextTar.of("manifest.json", manifest)))
        .isInstanceOf(Decision.Refuse.class);
  }

  @ParameterizedTest
  @CsvSource({
    "sandbox-session/abcdefghij/app:latest, true",
    "sandbox-session/zzzzzzzzzz/app:latest, false"
  })
  void loadsWhatItSavedAndNothingOfAnotherSessions(String tag, boolean own) throws IOException {
    Decision decision =
        send(
            "/images/load",
            ContextTar.of(
                "manifest.json",
                "[{\"Config\":\"a\",\"RepoTags\":[\"" + tag + "\"],\"Layers\":[]}]"));
    if (own) {
      assertThat(((Decision.Forward) decision).effect())
          .isEqualTo(new Effect.ImageMade(List.of(tag)));
    } else {
      assertThat(reason(decision)).isEqualTo("reserved-name");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "l/layer.tar, ../k/layer.tar",
    "l/layer.tar, ./../k/layer.tar",
    "l/layer.tar, ..//k/./layer.tar",
    "a/b/layer.tar, ../../k/layer.tar"
  })
  void loadsLayersThatAreLinksWithinTheArchive(String name, String target) throws IOException {
    UpstreamRequest request = forwarded(send("/images/load", linked(name, target)));
    assertThat(texts(request)).containsKey(name);
  }

  /// What is no name does not lead down, so that no step up is made good by it; and no step up
  /// comes after a name, which may be a link.
  @ParameterizedTest
  @CsvSource({
    "l/layer.tar, /etc/passwd",
    "l/layer.tar, //etc/passwd",
    "l/layer.tar, ../../etc/passwd",
    "l/layer.tar, ././../../etc/passwd",
    "l/layer.tar, .//..//../etc/passwd",
    "layer.tar, ./../etc/passwd",
    "l/layer.tar, k/../../../etc/passwd",
    "l/layer.tar, k/m/n/../../etc/passwd",
    "l/layer.tar, .",
    "l/layer.tar, .."
  })
  void refusesLayersThatAreLinksOutOfTheArchive(String name, String target) throws IOException {
    assertThat(reason(send("/images/load", linked(name, target)))).isEqualTo("archive-entry");
  }

  private static byte[] linked(String name, String target) throws IOException {
    return ContextTar.withLink(
        name, target, "manifest.json", "[{\"Config\":\"c.json\",\"Layers\":[\"" + name + "\"]}]");
  }

  @Test
  void refusesAnArchiveWithoutManifest() throws IOException {
    assertThat(reason(send("/images/load", ContextTar.of("index.json", "{}"))))
        .isEqualTo("image-archive");
  }

  @Test
  void importsUnderANameOfTheSessionsOwn() throws IOException {
    Decision decision =
        send("/images/create?fromSrc=-&repo=alpine&tag=2", ContextTar.of("etc/hosts", "x"));
    assertThat(forwarded(decision).target())
        .contains("fromSrc=-", "repo=sandbox-session/abcdefghij/alpine&tag=2");
  }

  @Test
  void uploadsAreWrittenAnew() throws IOException {
    Decision decision =
        decide(
            "PUT",
            "/containers/web/archive?path=/tmp",
            ContextTar.of("a", "x"),
            FakeWorld.airlocked());
    assertThat(texts(forwarded(decision))).containsEntry("a", "x");
  }

  @Test
  void refusesUploadsToAForeignContainer() throws IOException {
    Decision decision =
        decide(
            "PUT",
            "/containers/other/archive?path=/tmp",
            ContextTar.of("a", "x"),
            FakeWorld.airlocked());
    assertThat(decision).isInstanceOf(Decision.Refuse.class);
  }

  @Test
  void refusesCompressedUploads() throws IOException {
    byte[] gzip = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0};
    assertThat(
            reason(decide("PUT", "/containers/web/archive?path=/tmp", gzip, FakeWorld.airlocked())))
        .isEqualTo(Reason.ARCHIVE_ENTRY.code());
  }

  private static Decision build(String query, String... namesAndTexts) throws IOException {
    return send(query.isEmpty() ? "/build" : "/build?" + query, ContextTar.of(namesAndTexts));
  }

  private static Decision send(String target, byte[] body) throws IOException {
    return decide("POST", target, body, FakeWorld.airlocked());
  }

  private static Decision decide(String method, String target, byte[] body, World world)
      throws IOException {
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    Optional<String> query =
        question < 0 ? Optional.empty() : Optional.of(target.substring(question + 1));
    return switch (new Gate(new ApiVersion(51)).admit(method, path, query, name -> List.of())) {
      case Admission.Refused refused -> new Decision.Refuse(refused.refusal());
      case Admission.Admitted admitted ->
          Inspectors.decide(admitted, new Body.Spooled(FakeWorld.spool(body)), world);
    };
  }

  private static UpstreamRequest forwarded(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Forward.class);
    UpstreamRequest request = ((Decision.Forward) decision).request();
    return new UpstreamRequest(
        request.method(),
        URLDecoder.decode(request.target(), StandardCharsets.UTF_8),
        request.fields(),
        request.content());
  }

  private static Map<String, String> texts(UpstreamRequest request) throws IOException {
    return ContextTar.texts(((UpstreamRequest.OnDisk) request.content()).file().open());
  }

  private static String reason(Decision decision) {
    return decision instanceof Decision.Refuse(Refusal.Denied denied)
        ? denied.reason().code()
        : decision.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
