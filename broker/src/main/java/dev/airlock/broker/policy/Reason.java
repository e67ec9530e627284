package dev.airlock.broker.policy;

import static java.util.Objects.requireNonNull;

/// The rules that deny, each with the stable code that stands in refusals, audit lines and the
/// reference, and with what a client can do about it.
public enum Reason {
  ENDPOINT_UNKNOWN("endpoint-unknown", "there is no way to allow it"),
  ENDPOINT_DENIED("endpoint-denied", "there is no way to allow it"),
  ENDPOINT_REMOVED("endpoint-removed", "use the endpoint that took its place"),
  ATTACH_WEBSOCKET("attach-websocket", "use POST /containers/{id}/attach"),
  CHECKPOINT("checkpoint", "checkpoints are not available in a sandbox"),
  SWARM("swarm", "a sandbox has no swarm; use docker compose"),
  PLUGIN("plugin", "a sandbox has no plugins"),
  ENGINE_DEBUG("engine-debug", "there is no need for it"),
  REGISTRY_AUTH("registry-auth", "log in outside the sandbox"),
  REGISTRY_QUERY("registry-query", "ask the registry outside the sandbox"),
  REGISTRY_NOT_ALLOWED("registry-not-allowed", "allow the registry: sandbox run --allow HOST"),
  IMAGE_NOT_ALLOWED("image-not-allowed", "allow the image: sandbox run --allow-image GLOB"),
  IMAGE_PUSH("image-push", "push outside the sandbox"),
  IMAGE_NOT_OWNED("image-not-owned", "only images that the session made can be removed"),
  IMAGE_IMPORT_URL("image-import-url", "download it through the proxy and send it as the body"),
  IMAGE_ARCHIVE("image-archive", "save the image anew with docker save"),
  BUILDKIT("buildkit", "set DOCKER_BUILDKIT=0 to build with the classic builder"),
  BUILD_REMOTE_CONTEXT(
      "build-remote-context", "download it through the proxy and send it as the context"),
  BUILD_OPTION("build-option", "leave the option away"),
  BUILD_FETCH(
      "build-fetch", "fetch it in a RUN step, which has the proxy, or COPY it from the context"),
  BUILD_BASE(
      "build-base", "allow the image: sandbox run --allow-image GLOB, or build it in this session"),
  BUILD_DOCKERFILE(
      "build-dockerfile", "write it so that the classic builder and the broker read the same"),
  PRIVILEGED_CONTAINER("privileged-container", "remove it; retrying will not help"),
  HOST_NAMESPACE("host-namespace", "leave the mode to its default"),
  CAPABILITY("capability", "only capabilities that cannot reach the host can be added"),
  DEVICE("device", "a sandbox has no devices of the host"),
  CGROUP("cgroup", "leave it away: the session has its own limits"),
  SYSCTL("sysctl", "only sysctls of the container's own namespaces can be set"),
  SECURITY_OPTION("security-option", "leave it away"),
  PROC_PATHS("proc-paths", "leave MaskedPaths and ReadonlyPaths to their defaults"),
  RUNTIME("runtime", "leave the runtime to its default"),
  MOUNT_SOURCE(
      "mount-source-outside-workspace",
      "only folders of the workspace can be mounted; use a named volume"),
  MOUNT_OPTION("mount-option", "leave it away"),
  MOUNT_TYPE("mount-type", "use a bind in the workspace, a volume or a tmpfs"),
  MOUNT_TARGET("mount-target", "mount it somewhere else"),
  SUBPATH_UNSUPPORTED(
      "mount-needs-newer-engine", "the engine must speak API 1.45 or newer; use a named volume"),
  VOLUME_DRIVER("volume-driver", "use the local driver without options"),
  LOG_DRIVER("log-driver", "use json-file, local or none"),
  ANNOTATION("annotation", "leave it away: the runtime obeys annotations"),
  STORAGE_OPTION("storage-option", "leave it away"),
  ULIMIT("ulimit", "ask for less"),
  EXTRA_HOST("extra-host", "name the container, or allow the host and use the proxy"),
  DNS_SERVER("dns-server", "names are resolved by the engine"),
  NETWORK_NOT_ALLOWED("network-not-allowed", "use a network of the session's, or none"),
  NETWORK_DRIVER("network-driver", "use the bridge driver"),
  NETWORK_OPTION("network-option", "leave it away"),
  NETWORK_ADDRESS(
      "network-address",
      "use a private subnet, /16 or smaller, in an airlock, or leave it to the engine"),
  RESERVED_LABEL("reserved-label", "labels that begin with dev.airlock. are the sandbox's"),
  RESERVED_NAME("reserved-name", "choose another name"),
  LIMIT("limit", "remove objects of the session first"),
  OPTION_NOT_ALLOWED("option-not-allowed", "leave it away"),
  EXEC_OPTION("exec-option", "leave it away"),
  PROCESS_ARGUMENTS("process-arguments", "use docker exec CONTAINER ps"),
  ARCHIVE_ENTRY("archive-entry", "send a plain tar of files, folders and links"),
  TAG_NOT_TRANSLATABLE("tag-not-translatable", "choose a shorter tag without a digest");

  private final String code;
  private final String remedy;

  Reason(String code, String remedy) {
    this.code = requireNonNull(code, "code is null");
    this.remedy = requireNonNull(remedy, "remedy is null");
  }

  /// The code as scripts see it: lower case words joined by hyphens.
  public String code() {
    return code;
  }

  /// What a client can do, where the place of the refusal does not say it better.
  public String remedy() {
    return remedy;
  }

  /// A refusal with the usual remedy.
  public Refusal.Denied because(String detail) {
    return new Refusal.Denied(this, detail, remedy);
  }
}
