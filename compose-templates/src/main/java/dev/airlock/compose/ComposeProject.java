package dev.airlock.compose;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A Compose project, as far as sessions need one.
public record ComposeProject(
    String name, List<Service> services, List<Network> networks, List<Volume> volumes) {

  public ComposeProject {
    requireNonNull(name, "name is null");
    services = List.copyOf(services);
    networks = List.copyOf(networks);
    volumes = List.copyOf(volumes);
  }

  /// The service of that name.
  public Service service(String service) {
    return services.stream()
        .filter(candidate -> candidate.name().equals(service))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no service '" + service + "'"));
  }

  /// A network.
  ///
  /// @param key its name inside the project
  /// @param name its name on the engine
  /// @param external whether somebody else made it
  public record Network(
      String key,
      String name,
      boolean external,
      boolean internal,
      boolean ipv6,
      Map<String, String> driverOptions,
      Map<String, String> labels) {
    public Network {
      requireNonNull(key, "key is null");
      requireNonNull(name, "name is null");
      driverOptions = Collections.unmodifiableMap(new LinkedHashMap<>(driverOptions));
      labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }
  }

  /// A volume of the local driver.
  ///
  /// @param key its name inside the project
  /// @param name its name on the engine
  /// @param external whether somebody else made it
  /// @param boundFolder the folder of the engine's machine that it is a window on; empty for a
  ///   folder of its own
  public record Volume(
      String key, String name, boolean external, String boundFolder, Map<String, String> labels) {
    public Volume {
      requireNonNull(key, "key is null");
      requireNonNull(name, "name is null");
      requireNonNull(boundFolder, "boundFolder is null");
      labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    Mount.OfVolume at(String target) {
      return new Mount.OfVolume(key, name, target, false, "", true);
    }
  }
}
