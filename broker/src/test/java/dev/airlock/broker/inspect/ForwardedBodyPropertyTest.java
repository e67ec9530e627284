package dev.airlock.broker.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.route.Admission;
import dev.airlock.broker.route.ApiVersion;
import dev.airlock.broker.route.Gate;
import dev.airlock.broker.schema.Screening;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever goes upstream, read as the engine reads it (keys folded, the last of two wins), still
/// satisfies the policy.
class ForwardedBodyPropertyTest {

  private static final int BODIES = 3000;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// Key, dangerous or harmless value.
  private static final List<String[]> TOP =
      List.of(
          new String[] {"Image", "\"sandbox/hello\"", "\"company/secret\"", "\"app\""},
          new String[] {"Cmd", "[\"true\"]", "\"true\"", "null"},
          new String[] {"Labels", "{\"a\":\"b\"}", "{\"dev.airlock.owner\":\"x\"}", "null"},
          new String[] {"WorkingDir", "\"/app\"", "\"/proc/self/fd/7\"", "\"\""},
          new String[] {"Volumes", "{\"/data\":{}}", "{\"/proc\":{}}", "null"},
          new String[] {"MacAddress", "\"\"", "\"02:42:ac:11:00:02\""},
          new String[] {"Binds", "[\"/:/h\"]"});

  private static final List<String[]> HOST =
      List.of(
          new String[] {"Privileged", "true", "false", "null"},
          new String[] {"Binds", "[\"/:/h\"]", "[\"db:/d\"]", "[\"/home/me/app/x:/x\"]", "null"},
          new String[] {
            "Mounts",
            "[{\"Type\":\"bind\",\"Source\":\"/\",\"Target\":\"/h\"}]",
            "[{\"Type\":\"volume\",\"Source\":\"vol\",\"Target\":\"/v\"}]",
            "[{\"Type\":\"volume\",\"Source\":\"vol\",\"Target\":\"/v\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"device\":\"/\"}}}}]",
            "null"
          },
          new String[] {
            "NetworkMode", "\"host\"", "\"default\"", "\"container:other\"", "\"app_default\""
          },
          new String[] {"PidMode", "\"host\"", "\"\"", "\"container:web\""},
          new String[] {"IpcMode", "\"host\"", "\"private\""},
          new String[] {"CapAdd", "[\"ALL\"]", "[\"NET_RAW\"]", "null"},
          new String[] {
            "SecurityOpt", "[\"seccomp=unconfined\"]", "null", "[\"no-new-privileges\"]"
          },
          new String[] {"Devices", "[{\"PathOnHost\":\"/dev/sda\"}]", "[]", "null"},
          new String[] {"DeviceCgroupRules", "[\"a *:* rwm\"]", "null"},
          new String[] {"CgroupParent", "\"/\"", "\"\""},
          new String[] {"MaskedPaths", "[]", "null"},
          new String[] {"PortBindings", "{\"80/tcp\":[{\"HostPort\":\"80\"}]}", "{}"},
          new String[] {"Memory", "0", "1e400", "1.0", "9223372036854775808", "4096000"},
          new String[] {"Runtime", "\"x\"", "\"\""},
          new String[] {"Sysctls", "{\"kernel.core_pattern\":\"x\"}", "null"});

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void satisfiesThePolicyAsTheEngineReadsIt(long seed) throws IOException {
    Random random = new Random(seed);
    int forwarded = 0;
    for (int i = 0; i < BODIES; i++) {
      String body = body(random);
      Decision decision = decide(body);
      if (decision instanceof Decision.Forward(UpstreamRequest request, Effect effect)) {
        forwarded++;
        requirePolicy(asGo(request), "seed " + seed + ": " + body);
      }
    }
    assertThat(forwarded).as("seed %d", seed).isPositive();
  }

  private static String body(Random random) {
    List<String> host = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      host.add(pair(HOST.get(random.nextInt(HOST.size())), random));
    }
    List<String> top = new ArrayList<>();
    top.add("\"Image\":\"sandbox/hello\"");
    for (int i = random.nextInt(2); i > 0; i--) {
      top.add(pair(TOP.get(random.nextInt(TOP.size())), random));
    }
    top.add(
        random.nextInt(top.size() + 1),
        key("HostConfig", random) + ":{" + String.join(",", host) + "}");
    return "{" + String.join(",", top) + "}";
  }

  private static String pair(String[] choice, Random random) {
    return key(choice[0], random) + ":" + choice[1 + random.nextInt(choice.length - 1)];
  }

  /// Mostly the exact key; sometimes one that Go takes for it.
  private static String key(String key, Random random) {
    return switch (random.nextInt(20)) {
      case 0 -> "\"" + key.toLowerCase(Locale.ROOT) + "\"";
      case 1 -> "\"" + key.replace('s', '\u017f').replace('k', '\u212a') + "\"";
      case 2 -> "\"\\u00" + Integer.toHexString(key.charAt(0)) + key.substring(1) + "\"";
      default -> "\"" + key + "\"";
    };
  }

  private static Decision decide(String body) throws IOException {
    Admission admission =
        new Gate(new ApiVersion(51))
            .admit("POST", "/v1.41/containers/create", Optional.empty(), name -> List.of());
    return Inspectors.decide(
        (Admission.Admitted) admission,
        new Body.Bytes(body.getBytes(StandardCharsets.UTF_8)),
        FakeWorld.airlocked());
  }

  private static ObjectNode asGo(UpstreamRequest request) throws JsonProcessingException {
    String body =
        new String(((UpstreamRequest.InMemory) request.content()).bytes(), StandardCharsets.UTF_8);
    return (ObjectNode) folded(MAPPER.readTree(body));
  }

  private static JsonNode folded(JsonNode node) {
    if (!node.isObject()) {
      return node;
    }
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      out.set(Screening.fold(entry.getKey()), folded(entry.getValue()));
    }
    return out;
  }

  private static void requirePolicy(ObjectNode body, String as) {
    JsonNode host = body.path("hostconfig");
    assertThat(body.path("labels").path("dev.airlock.owner").asText())
        .as(as)
        .isEqualTo(FakeWorld.SECRET);
    assertThat(body.path("workingdir").asText()).as(as).doesNotStartWith("/proc");
    assertThat(body.path("image").asText())
        .as(as)
        .isIn("sandbox/hello:latest", "sandbox-session/abcdefghij/app:latest");
    for (String never :
        List.of(
            "privileged",
            "binds",
            "devices",
            "devicecgrouprules",
            "devicerequests",
            "cgroupparent",
            "maskedpaths",
            "readonlypaths",
            "runtime",
            "usernsmode",
            "utsmode",
            "cgroup",
            "annotations",
            "volumedriver",
            "portbindings",
            "publishallports",
            "sysctls")) {
      assertThat(host.has(never)).as(as + ": " + never).isFalse();
    }
    assertThat(host.path("networkmode").asText())
        .as(as)
        .isIn("sandbox-abcdefghij-airlock", "app_default", "none");
    assertThat(host.path("pidmode").asText()).as(as).isIn("", "container:" + FakeWorld.OWN_ID);
    assertThat(host.path("ipcmode").asText()).as(as).isEqualTo("private");
    assertThat(host.path("cgroupnsmode").asText()).as(as).isEqualTo("private");
    assertThat(host.path("securityopt").toString()).as(as).isEqualTo("[\"no-new-privileges\"]");
    assertThat(host.path("memory").asLong()).as(as).isPositive();
    host.path("capadd")
        .forEach(c -> assertThat(SecurityInspector.CAPABILITIES).as(as).contains(c.asText()));
    for (JsonNode mount : host.path("mounts")) {
      JsonNode lower = folded(mount);
      assertThat(lower.path("type").asText()).as(as).isIn("volume", "tmpfs", "image");
      assertThat(lower.path("source").asText()).as(as).matches("|sandbox-abcdefghij[_-].*");
      assertThat(lower.path("volumeoptions").has("driverconfig")).as(as).isFalse();
      assertThat(Set.of("/proc", "/sys", "/dev", "/"))
          .as(as)
          .doesNotContain(lower.path("target").asText());
    }
  }
}
