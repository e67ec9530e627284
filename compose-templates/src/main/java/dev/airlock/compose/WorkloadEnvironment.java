package dev.airlock.compose;

import dev.airlock.compose.Service.EnvironmentValue;
import dev.airlock.compose.Service.EnvironmentValue.Literal;
import dev.airlock.compose.SessionPlan.DockerPlan;
import dev.airlock.compose.SessionPlan.NetworkPlan;
import java.util.LinkedHashMap;
import java.util.Map;

/// The variables and files by which unmodified clients find the way out and the Docker.
final class WorkloadEnvironment {
  static final String EGRESS_ALIAS = "egress";
  static final int EGRESS_PORT = 3128;
  static final String PROXY_URL = "http://" + EGRESS_ALIAS + ":" + EGRESS_PORT;
  static final String NO_PROXY = "broker,localhost,127.0.0.1,::1,host.docker.internal";
  private static final String JAVA_NON_PROXY_HOSTS =
      "broker|localhost|127.*|[::1]|host.docker.internal";

  private WorkloadEnvironment() {}

  static Map<String, EnvironmentValue> variables(SessionPlan plan) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("HOME", SessionPaths.HOME);
    switch (plan.network()) {
      case NetworkPlan.Airlock _ -> putProxy(variables);
      case NetworkPlan.Bridge _ -> {}
    }
    switch (plan.docker()) {
      case DockerPlan.None _ -> {}
      case DockerPlan.Sidecar _ -> {
        putDocker(variables, "tcp://broker:2375");
        putClassicBuilder(variables);
        variables.put("TESTCONTAINERS_HOST_OVERRIDE", "localhost");
      }
      case DockerPlan.Embedded _ -> {
        putDocker(variables, "unix://" + SessionPaths.SOCKET);
        putClassicBuilder(variables);
        variables.put("TESTCONTAINERS_HOST_OVERRIDE", "host.docker.internal");
      }
      case DockerPlan.Rootless _ -> {
        putDocker(variables, "unix://" + SessionPaths.SOCKET);
        variables.put("TESTCONTAINERS_HOST_OVERRIDE", "localhost");
      }
    }
    Map<String, EnvironmentValue> environment = new LinkedHashMap<>();
    variables.forEach((name, value) -> environment.put(name, new Literal(value)));
    return environment;
  }

  private static void putProxy(Map<String, String> variables) {
    // Clients disagree about the case: curl reads http_proxy only, others the upper case only.
    variables.put("HTTP_PROXY", PROXY_URL);
    variables.put("http_proxy", PROXY_URL);
    variables.put("HTTPS_PROXY", PROXY_URL);
    variables.put("https_proxy", PROXY_URL);
    variables.put("NO_PROXY", NO_PROXY);
    variables.put("no_proxy", NO_PROXY);
    // The JVM reads none of the above, and takes user.home from a passwd entry that may not exist.
    variables.put(
        "JAVA_TOOL_OPTIONS",
        "-Duser.home=%s -Dhttp.proxyHost=%s -Dhttp.proxyPort=%d -Dhttps.proxyHost=%s -Dhttps.proxyPort=%d -Dhttp.nonProxyHosts=%s"
            .formatted(
                SessionPaths.HOME,
                EGRESS_ALIAS,
                EGRESS_PORT,
                EGRESS_ALIAS,
                EGRESS_PORT,
                JAVA_NON_PROXY_HOSTS));
    variables.put("NODE_USE_ENV_PROXY", "1");
  }

  private static void putDocker(Map<String, String> variables, String host) {
    variables.put("DOCKER_HOST", host);
    // Neither the broker nor a private engine gives Ryuk a privilege: it is not to ask for one.
    variables.put("TESTCONTAINERS_RYUK_CONTAINER_PRIVILEGED", "false");
  }

  private static void putClassicBuilder(Map<String, String> variables) {
    // BuildKit cannot be put on a network, so the broker lets only the classic builder through.
    variables.put("DOCKER_BUILDKIT", "0");
    variables.put("COMPOSE_BAKE", "false");
  }

  /// Files of the workload's home folder: content by path below it.
  static Map<String, String> homeFiles(SessionPlan plan) {
    return switch (plan.network()) {
      case NetworkPlan.Bridge _ -> Map.of();
      case NetworkPlan.Airlock _ -> {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(".docker/config.json", DOCKER_CONFIG);
        files.put(".m2/settings.xml", MAVEN_SETTINGS);
        yield files;
      }
    };
  }

  /// Docker's CLI hands these to the containers and builds it starts.
  private static final String DOCKER_CONFIG =
      """
      {
        "proxies": {
          "default": {
            "httpProxy": "%s",
            "httpsProxy": "%s",
            "noProxy": "%s"
          }
        }
      }
      """
          .formatted(PROXY_URL, PROXY_URL, NO_PROXY);

  /// Maven's own transport does not read the JVM's proxy properties.
  private static final String MAVEN_SETTINGS =
      """
      <settings>
        <proxies>
      %s%s  </proxies>
      </settings>
      """
          .formatted(mavenProxy("http"), mavenProxy("https"));

  private static String mavenProxy(String protocol) {
    return """
        <proxy>
          <id>egress-%s</id>
          <active>true</active>
          <protocol>%s</protocol>
          <host>%s</host>
          <port>%d</port>
          <nonProxyHosts>%s</nonProxyHosts>
        </proxy>
    """
        .formatted(protocol, protocol, EGRESS_ALIAS, EGRESS_PORT, JAVA_NON_PROXY_HOSTS);
  }
}
