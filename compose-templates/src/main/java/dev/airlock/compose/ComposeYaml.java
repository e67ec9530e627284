package dev.airlock.compose;

import dev.airlock.compose.ComposeProject.Network;
import dev.airlock.compose.ComposeProject.Volume;
import dev.airlock.compose.Service.Attachment;
import dev.airlock.compose.Service.EnvironmentValue;
import dev.airlock.compose.SessionPlan.Limits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/// Writes a project in Compose's own language: the same project gives the same bytes.
public final class ComposeYaml {
  /// Its number is fixed: `admin-guide/devices.txt` of the kernel.
  private static final String TUN_DEVICE = "c 10:200 rw";

  private ComposeYaml() {}

  public static String write(ComposeProject project) {
    return new Yaml(options()).dump(tree(project));
  }

  /// The project as maps, lists, strings, numbers and booleans.
  public static Map<String, Object> tree(ComposeProject project) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("name", project.name());
    Map<String, Object> services = new LinkedHashMap<>();
    project.services().forEach(service -> services.put(service.name(), service(service)));
    root.put("services", services);
    Map<String, Object> networks = new LinkedHashMap<>();
    project.networks().forEach(network -> networks.put(network.key(), network(network)));
    root.put("networks", networks);
    if (!project.volumes().isEmpty()) {
      Map<String, Object> volumes = new LinkedHashMap<>();
      project.volumes().forEach(volume -> volumes.put(volume.key(), volume(volume)));
      root.put("volumes", volumes);
    }
    return root;
  }

  private static DumperOptions options() {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setIndent(2);
    options.setIndicatorIndent(0);
    options.setLineBreak(DumperOptions.LineBreak.UNIX);
    options.setSplitLines(false);
    // An anchor would only say that two services happen to have equal settings.
    options.setDereferenceAliases(true);
    return options;
  }

  private static Map<String, Object> service(Service service) {
    Map<String, Object> yaml = new LinkedHashMap<>();
    yaml.put("container_name", service.containerName());
    yaml.put("image", literal(service.image()));
    yaml.put("pull_policy", "never");
    putUnlessEmpty(yaml, "profiles", service.life().profiles());
    putUnlessEmpty(yaml, "entrypoint", literals(service.program().entrypoint()));
    putUnlessEmpty(yaml, "command", literals(service.program().command()));
    putUnlessEmpty(yaml, "environment", environment(service.program().environment()));
    if (!service.program().workingDirectory().isEmpty()) {
      yaml.put("working_dir", literal(service.program().workingDirectory()));
    }
    if (service.program().terminal()) {
      yaml.put("tty", true);
      yaml.put("stdin_open", true);
    }
    yaml.put("init", true);
    attach(yaml, service.attachment());
    putUnlessEmpty(yaml, "volumes", service.mounts().stream().map(ComposeYaml::mount).toList());
    confine(yaml, service.confinement());
    live(yaml, service.life());
    yaml.put("labels", labels(service.labels()));
    return yaml;
  }

  private static void attach(Map<String, Object> yaml, Attachment attachment) {
    switch (attachment) {
      case Attachment.Joined joined -> yaml.put("network_mode", "service:" + joined.service());
      case Attachment.OwnNamespace own -> {
        Map<String, Object> networks = new LinkedHashMap<>();
        own.aliases()
            .forEach((network, aliases) ->
                networks.put(network, aliases.isEmpty() ? Map.of() : Map.of("aliases", aliases)));
        yaml.put("networks", networks);
        putUnlessEmpty(
            yaml,
            "extra_hosts",
            own.hosts().entrySet().stream().map(h -> h.getKey() + "=" + h.getValue()).toList());
      }
    }
  }

  private static void confine(Map<String, Object> yaml, Service.Confinement confinement) {
    yaml.put("user", confinement.user());
    putUnlessEmpty(yaml, "group_add", confinement.groups().stream().map(String::valueOf).toList());
    if (confinement.readOnly()) {
      yaml.put("read_only", true);
    }
    yaml.put("cap_drop", List.of("ALL"));
    switch (confinement.walls()) {
      case CLOSED -> yaml.put("security_opt", List.of("no-new-privileges:true"));
      case USER_NAMESPACE -> {
        yaml.put("cap_add", List.of("SETUID", "SETGID"));
        yaml.put(
            "security_opt",
            List.of("seccomp=unconfined", "apparmor=unconfined", "systempaths=unconfined"));
        yaml.put("device_cgroup_rules", List.of(TUN_DEVICE));
      }
    }
    Limits limits = confinement.limits();
    yaml.put("mem_limit", limits.memoryBytes());
    yaml.put("memswap_limit", limits.memoryBytes());
    if (!limits.cpus().isEmpty()) {
      yaml.put("cpus", limits.cpus());
    }
    yaml.put("pids_limit", limits.processes());
  }

  private static void live(Map<String, Object> yaml, Service.Life life) {
    if (life.restarts()) {
      yaml.put("restart", "on-failure");
    }
    if (!life.healthCommand().isEmpty()) {
      Map<String, Object> check = new LinkedHashMap<>();
      check.put("test", exec(life.healthCommand()));
      check.put("interval", "30s");
      check.put("timeout", "5s");
      check.put("start_period", "30s");
      check.put("start_interval", "100ms");
      yaml.put("healthcheck", check);
    }
    Map<String, Object> after = new LinkedHashMap<>();
    life.after().forEach(name -> after.put(name, Map.of("condition", "service_healthy")));
    putUnlessEmpty(yaml, "depends_on", after);
    yaml.put("stop_grace_period", "1s");
  }

  private static List<String> exec(List<String> command) {
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of("CMD"), literals(command).stream())
        .toList();
  }

  private static Map<String, Object> mount(Mount mount) {
    Map<String, Object> yaml = new LinkedHashMap<>();
    switch (mount) {
      case Mount.Bind bind -> {
        yaml.put("type", "bind");
        yaml.put("source", literal(bind.source()));
        yaml.put("target", literal(bind.target()));
        yaml.put("bind", Map.of("create_host_path", false));
      }
      case Mount.OfVolume volume -> {
        yaml.put("type", "volume");
        yaml.put("source", volume.key());
        yaml.put("target", literal(volume.target()));
        Map<String, Object> details = new LinkedHashMap<>();
        if (!volume.copiesImage()) {
          details.put("nocopy", true);
        }
        if (!volume.subpath().isEmpty()) {
          details.put("subpath", volume.subpath());
        }
        putUnlessEmpty(yaml, "volume", details);
      }
      case Mount.Tmpfs tmpfs -> {
        yaml.put("type", "tmpfs");
        yaml.put("target", literal(tmpfs.target()));
        yaml.put("tmpfs", Map.of("size", tmpfs.bytes()));
      }
    }
    if (mount.readOnly()) {
      yaml.put("read_only", true);
    }
    return yaml;
  }

  private static Map<String, Object> network(Network network) {
    Map<String, Object> yaml = new LinkedHashMap<>();
    yaml.put("name", network.name());
    if (network.external()) {
      yaml.put("external", true);
      return yaml;
    }
    if (network.internal()) {
      yaml.put("internal", true);
    }
    if (network.ipv6()) {
      yaml.put("enable_ipv6", true);
    }
    yaml.put("driver", "bridge");
    putUnlessEmpty(yaml, "driver_opts", network.driverOptions());
    yaml.put("labels", labels(network.labels()));
    return yaml;
  }

  private static Map<String, Object> volume(Volume volume) {
    Map<String, Object> yaml = new LinkedHashMap<>();
    yaml.put("name", volume.name());
    if (volume.external()) {
      yaml.put("external", true);
      return yaml;
    }
    if (!volume.boundFolder().isEmpty()) {
      yaml.put("driver", "local");
      Map<String, String> options = new LinkedHashMap<>();
      options.put("type", "none");
      options.put("o", "bind");
      options.put("device", literal(volume.boundFolder()));
      yaml.put("driver_opts", options);
    }
    yaml.put("labels", labels(volume.labels()));
    return yaml;
  }

  private static Map<String, Object> environment(Map<String, EnvironmentValue> environment) {
    Map<String, Object> yaml = new LinkedHashMap<>();
    environment.forEach((name, value) ->
        yaml.put(
            name,
            switch (value) {
              case EnvironmentValue.Literal(String text) -> literal(text);
              case EnvironmentValue.Secret(String variable) -> "${" + variable + ":?}";
            }));
    return yaml;
  }

  private static Map<String, Object> labels(Map<String, String> labels) {
    Map<String, Object> yaml = new LinkedHashMap<>();
    labels.forEach((name, value) -> yaml.put(name, literal(value)));
    return yaml;
  }

  private static List<String> literals(List<String> texts) {
    return texts.stream().map(ComposeYaml::literal).toList();
  }

  /// SECURITY: Compose interpolates `$` in every value: a path or a command with one must not read
  /// the environment.
  private static String literal(String text) {
    return text.replace("$", "$$");
  }

  private static void putUnlessEmpty(Map<String, Object> yaml, String key, List<?> value) {
    if (!value.isEmpty()) {
      yaml.put(key, value);
    }
  }

  private static void putUnlessEmpty(Map<String, Object> yaml, String key, Map<String, ?> value) {
    if (!value.isEmpty()) {
      yaml.put(key, value);
    }
  }
}
