package dev.airlock.broker.inspect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.RefusedException;
import dev.airlock.broker.policy.SiblingNetwork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The environment of a container: the client's, the proxy's variables where it set none of its
/// own, and no GPUs.
final class EnvironmentInspector {

  private static final String GPUS = "NVIDIA_VISIBLE_DEVICES";

  private EnvironmentInspector() {}

  static void inspect(Draft draft) throws RefusedException {
    List<String> asked = JsonRead.texts(draft.asked(), "Env");
    ArrayNode sent = draft.sent().putArray("Env");
    for (String variable : asked) {
      requireHarmless(variable);
      // A name alone takes the image's value away; then, too, some images get all GPUs.
      if (!variable.equals(GPUS)) {
        sent.add(variable);
      }
    }
    // SECURITY: or the image's own value would ask for GPUs.
    if (asked.stream().noneMatch(variable -> variable.startsWith(GPUS + "="))) {
      sent.add(GPUS + "=void");
    }
    proxyVariables(draft.world().policy().network())
        .forEach((name, value) -> {
          if (asked.stream().noneMatch(v -> v.equals(name) || v.startsWith(name + "="))) {
            sent.add(name + "=" + value);
          }
        });
  }

  /// What programs read to find the proxy; both cases, since each is read by somebody.
  static Map<String, String> proxyVariables(SiblingNetwork network) {
    if (!(network instanceof SiblingNetwork.Airlock(String name, String url, String noProxy))) {
      return Map.of();
    }
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("HTTP_PROXY", url);
    variables.put("HTTPS_PROXY", url);
    variables.put("NO_PROXY", noProxy);
    variables.put("http_proxy", url);
    variables.put("https_proxy", url);
    variables.put("no_proxy", noProxy);
    return variables;
  }

  /// SECURITY: a host whose default runtime is NVIDIA's gives GPUs by variable.
  static void requireHarmless(String variable) throws RefusedException {
    int equals = variable.indexOf('=');
    String name = equals < 0 ? variable : variable.substring(0, equals);
    if (name.isEmpty()) {
      throw RefusedException.malformed("Env has '" + StrictJson.printable(variable) + "'");
    }
    String value = equals < 0 ? "" : variable.substring(equals + 1);
    if (name.equals(GPUS) && !List.of("", "none", "void").contains(value)) {
      throw RefusedException.denied(
          Reason.DEVICE, "Env has NVIDIA_VISIBLE_DEVICES, which asks for GPUs");
    }
  }
}
