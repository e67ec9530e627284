package dev.airlock.broker.inspect;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.broker.archive.SpoolFile;
import dev.airlock.broker.route.Admission.Admitted;
import dev.airlock.broker.route.ApiVersion;
import dev.airlock.broker.route.PercentCoding;
import dev.airlock.broker.route.QueryKey;
import dev.airlock.broker.route.QueryType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes the request that goes upstream from typed values alone.
final class Upstream {

  private final Admitted request;
  private final Map<String, List<String>> query = new LinkedHashMap<>();
  private final Map<String, String> fields = new LinkedHashMap<>();
  private ApiVersion version;
  private String method;
  private String path = "";
  private UpstreamRequest.Content content = new UpstreamRequest.NoContent();

  private Upstream(Admitted request) {
    this.request = requireNonNull(request, "request is null");
    this.version = request.version();
    this.method = request.method();
  }

  /// The same method and version, with neither path nor query yet.
  static Upstream to(Admitted request) {
    return new Upstream(request);
  }

  /// Another version than the client's: bodies are written for the engine's newest.
  Upstream version(ApiVersion other) {
    version = other;
    return this;
  }

  /// Another method than the client's.
  Upstream method(String other) {
    method = other;
    return this;
  }

  /// A path whose parameters are encoded already.
  Upstream path(String encoded) {
    path = encoded;
    return this;
  }

  /// A path with one parameter, which may have slashes if it is an image's name.
  Upstream path(String before, String parameter, String after) {
    StringBuilder out = new StringBuilder(before);
    String[] segments = parameter.split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      out.append(i == 0 ? "" : "/").append(PercentCoding.encodeSegment(segments[i]));
    }
    return path(out.append(after).toString());
  }

  /// The client's parameters, as they were typed.
  Upstream sameQuery() {
    for (QueryKey key : request.route().query()) {
      List<String> values = request.query().all(key.name());
      if (!values.isEmpty()) {
        query.put(
            key.name(),
            key.type() == QueryType.FLAG
                ? values.stream().map(v -> v.equals("true") ? "1" : "0").toList()
                : values);
      }
    }
    return this;
  }

  /// Sets one value.
  Upstream query(String key, String value) {
    query.put(key, List.of(value));
    return this;
  }

  /// Sets all values.
  Upstream query(String key, List<String> values) {
    query.put(key, List.copyOf(values));
    return this;
  }

  Upstream without(String key) {
    query.remove(key);
    return this;
  }

  Upstream field(String name, String value) {
    fields.put(name, value);
    return this;
  }

  Upstream json(JsonNode body) {
    fields.put("Content-Type", "application/json");
    content = new UpstreamRequest.InMemory(body.toString().getBytes(StandardCharsets.UTF_8));
    return this;
  }

  Upstream tar(SpoolFile file) {
    fields.put("Content-Type", "application/x-tar");
    content = new UpstreamRequest.OnDisk(file);
    return this;
  }

  Decision forward(Effect effect) {
    return new Decision.Forward(request(), effect);
  }

  UpstreamRequest request() {
    List<String> pairs = new ArrayList<>();
    query.forEach((key, values) ->
        values.forEach(value ->
            pairs.add(PercentCoding.encodeQuery(key) + "=" + PercentCoding.encodeQuery(value))));
    String target =
        version.prefix() + path + (pairs.isEmpty() ? "" : "?" + String.join("&", pairs));
    return new UpstreamRequest(method, target, fields, content);
  }

  Decision forward() {
    return forward(new Effect.None());
  }
}
