package dev.airlock.broker.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Owner;
import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.RefusedException;
import dev.airlock.broker.policy.SessionSocket;
import dev.airlock.broker.policy.Workspace;
import dev.airlock.broker.route.ApiVersion;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Binds, mounts, tmpfs and anonymous volumes: all become `Mounts` of volumes that are the
/// session's, of memory, or of an image.
///
/// SECURITY: nothing that goes upstream names a path of the host. A bind below the workspace is a
/// subpath of a volume, which the engine resolves without following a link out of it, at start and
/// at every restart.
final class MountInspector {

  private static final Set<String> SOCKETS = Set.of("/var/run/docker.sock", "/run/docker.sock");

  private static final Pattern TMPFS_OPTION =
      Pattern.compile(
          "rw|ro|exec|noexec|nosuid|nodev|noatime|relatime|nodiratime|async|sync|"
              + "mode=[0-7]{1,5}|uid=[0-9]{1,10}|gid=[0-9]{1,10}|nr_inodes=[0-9]{1,10}[kKmMgG]?|"
              + "size=[0-9]{1,18}(?:[kKmMgG]|%)?");

  private final Draft draft;
  private final ArrayNode sent;
  private final Set<String> targets = new HashSet<>();

  private MountInspector(Draft draft) {
    this.draft = draft;
    this.sent = JsonRead.object().putArray("Mounts");
  }

  static void inspect(Draft draft) throws RefusedException, IOException {
    new MountInspector(draft).inspect();
  }

  private void inspect() throws RefusedException, IOException {
    for (String bind : JsonRead.texts(draft.askedHost(), "Binds")) {
      bind(bind);
    }
    for (JsonNode mount : JsonRead.items(draft.askedHost(), "Mounts")) {
      mount(mount);
    }
    tmpfs();
    boolean inherits = volumesFrom();
    anonymousVolumes(inherits);
    if (!sent.isEmpty()) {
      draft.sentHost().set("Mounts", sent);
    }
  }

  /// `SOURCE:TARGET[:MODE]`, as the engine on Linux splits it.
  private void bind(String spec) throws RefusedException {
    List<String> parts = List.of(spec.split(":", -1));
    if (parts.size() < 2 || parts.size() > 3 || parts.stream().anyMatch(String::isEmpty)) {
      throw RefusedException.malformed(
          "HostConfig.Binds has '" + StrictJson.printable(spec) + "', not SOURCE:TARGET[:MODE]");
    }
    BindMode mode = BindMode.parse(parts.size() == 3 ? parts.get(2) : "");
    String target = target(parts.get(1));
    if (parts.getFirst().startsWith("/")) {
      host(parts.getFirst(), target, mode.readOnly(), true);
    } else {
      requireVolumeName(parts.getFirst());
      volume(parts.getFirst(), target, mode.readOnly(), mode.noCopy());
    }
  }

  private void mount(JsonNode mount) throws RefusedException, IOException {
    String type = JsonRead.text(mount, "Type");
    String source = JsonRead.text(mount, "Source");
    String target = target(JsonRead.text(mount, "Target"));
    boolean readOnly = JsonRead.flag(mount, "ReadOnly");
    requireOptionsOfType(mount, type);
    switch (type) {
      case "bind" -> {
        ObjectNode options = JsonRead.object(mount, "BindOptions");
        BindMode.requirePrivate(JsonRead.text(options, "Propagation"));
        host(source, target, readOnly, JsonRead.flag(options, "CreateMountpoint"));
      }
      case "volume" -> volumeMount(mount, source, target, readOnly);
      case "tmpfs" -> tmpfsMount(mount, source, target, readOnly);
      case "image" -> imageMount(mount, source, target);
      default ->
          throw RefusedException.denied(
              Reason.MOUNT_TYPE, "the type of a mount is '" + StrictJson.printable(type) + "'");
    }
  }

  private static void requireOptionsOfType(JsonNode mount, String type) throws RefusedException {
    for (Map.Entry<String, String> entry :
        Map.of(
                "BindOptions", "bind",
                "VolumeOptions", "volume",
                "TmpfsOptions", "tmpfs",
                "ImageOptions", "image",
                "ClusterOptions", "cluster")
            .entrySet()) {
      JsonNode options = mount.get(entry.getKey());
      if (options != null && !options.isNull() && !entry.getValue().equals(type)) {
        throw RefusedException.malformed(
            entry.getKey() + " of a mount whose type is '" + StrictJson.printable(type) + "'");
      }
    }
  }

  /// A path of the host: the workspace, or the socket.
  private void host(String source, String target, boolean readOnly, boolean create)
      throws RefusedException {
    String path = Screened.absolutePath(source, "the source of a mount");
    if (SOCKETS.contains(path)
        || draft.world().policy().socket().path().equals(Optional.of(path))) {
      socket(target);
      return;
    }
    if (!(draft.world().policy().workspace()
            instanceof Workspace.Folder(String folder, String volume, boolean exists))
        || !(path.equals(folder) || path.startsWith(folder + "/"))) {
      throw RefusedException.denied(
          Reason.MOUNT_SOURCE,
          "mount source '" + StrictJson.printable(path) + "' is outside the workspace");
    }
    requireSubpaths("a bind below the workspace");
    String subpath = path.equals(folder) ? "" : path.substring(folder.length() + 1);
    if (draft.world().lookups().leadsOutOfWorkspace(subpath)) {
      throw RefusedException.denied(
          Reason.MOUNT_SOURCE,
          "mount source '" + StrictJson.printable(path) + "' is a link out of the workspace");
    }
    if (create && !subpath.isEmpty()) {
      draft.folders().add(subpath);
    }
    add(target, readOnly, hostVolume(volume, exists ? "" : folder, subpath));
  }

  /// SECURITY: always read-only: a container that is root could put another socket in its place.
  private void socket(String target) throws RefusedException {
    requireSubpaths("the Docker socket in a container");
    switch (draft.world().policy().socket()) {
      case SessionSocket.InVolume(String volume, String subpath) ->
          add(target, true, hostVolume(volume, "", subpath));
      case SessionSocket.InFolder(String folder, String volume, String subpath) ->
          add(target, true, hostVolume(volume, folder, subpath));
      case SessionSocket.None() ->
          throw RefusedException.denied(
              Reason.MOUNT_SOURCE, "this broker has no socket that a container could mount");
    }
  }

  private void requireSubpaths(String what) throws RefusedException {
    if (draft.world().engineVersion().compareTo(ApiVersion.VOLUME_SUBPATH) < 0) {
      throw RefusedException.denied(
          Reason.SUBPATH_UNSUPPORTED,
          what
              + " needs API "
              + ApiVersion.VOLUME_SUBPATH
              + "; the engine speaks "
              + draft.world().engineVersion());
    }
  }

  /// @param device the folder of the host that the engine makes the volume on, if the session's
  ///   plan did not; or empty
  private ObjectNode hostVolume(String volume, String device, String subpath) {
    ObjectNode mount = JsonRead.object().put("Type", "volume").put("Source", volume);
    ObjectNode options = mount.putObject("VolumeOptions").put("NoCopy", true);
    if (!subpath.isEmpty()) {
      options.put("Subpath", subpath);
    }
    if (!device.isEmpty()) {
      options.set("Labels", sessionLabel());
      options
          .putObject("DriverConfig")
          .put("Name", "local")
          .putObject("Options")
          .put("type", "none")
          .put("o", "bind")
          .put("device", device);
    }
    return mount;
  }

  /// Not the owner label: the session's own parts are not the client's.
  private ObjectNode sessionLabel() {
    return JsonRead.object().put(Owner.SESSION_LABEL, draft.world().policy().owner().sessionId());
  }

  private void volumeMount(JsonNode mount, String source, String target, boolean readOnly)
      throws RefusedException {
    ObjectNode options = JsonRead.object(mount, "VolumeOptions");
    String driver = JsonRead.text(JsonRead.object(options, "DriverConfig"), "Name");
    VolumeInspector.requireLocal(driver);
    String subpath = JsonRead.text(options, "Subpath");
    if (!source.isEmpty()) {
      requireVolumeName(source);
    }
    ObjectNode sentMount = volume(source, target, readOnly, JsonRead.flag(options, "NoCopy"));
    ObjectNode sentOptions = (ObjectNode) sentMount.get("VolumeOptions");
    sentOptions.set("Labels", Labels.stamped(options, "Labels", draft.world().policy()));
    if (!subpath.isEmpty()) {
      requireSubpaths("a subpath of a volume");
      sentOptions.put("Subpath", Screened.relativePath(subpath, "the subpath of a volume"));
    }
  }

  private static void requireVolumeName(String name) throws RefusedException {
    if (!References.NAME.matcher(name).matches()) {
      throw RefusedException.denied(
          Reason.MOUNT_SOURCE,
          "mount source '"
              + StrictJson.printable(name)
              + "' is neither an absolute path nor a volume's name");
    }
  }

  private ObjectNode volume(String name, String target, boolean readOnly, boolean noCopy)
      throws RefusedException {
    ObjectNode mount = JsonRead.object().put("Type", "volume");
    if (!name.isEmpty()) {
      String engineName =
          draft.world().objects().ownsVolume(name)
              ? name
              : References.volumeName(draft.world(), name);
      mount.put("Source", engineName);
      draft.volumes().add(engineName);
    }
    ObjectNode options = mount.putObject("VolumeOptions");
    if (noCopy) {
      options.put("NoCopy", true);
    }
    options.set("Labels", Labels.stamped(JsonRead.object(), "", draft.world().policy()));
    return add(target, readOnly, mount);
  }

  private void tmpfsMount(JsonNode mount, String source, String target, boolean readOnly)
      throws RefusedException {
    if (!source.isEmpty()) {
      throw RefusedException.malformed("a mount of type tmpfs has a source");
    }
    ObjectNode options = JsonRead.object(mount, "TmpfsOptions");
    long size = JsonRead.number(options, "SizeBytes");
    long mode = JsonRead.number(options, "Mode");
    if (size < 0 || mode < 0 || mode > 07777) {
      throw RefusedException.malformed("TmpfsOptions: SizeBytes or Mode is out of range");
    }
    // SECURITY: without set-uid bits; the engine adds nosuid, nodev and noexec by itself.
    ObjectNode sentMount = JsonRead.object().put("Type", "tmpfs");
    ObjectNode sentOptions = sentMount.putObject("TmpfsOptions");
    if (size > 0) {
      sentOptions.put("SizeBytes", size);
    }
    if (mode > 0) {
      sentOptions.put("Mode", mode);
    }
    add(target, readOnly, sentMount);
  }

  private void imageMount(JsonNode mount, String source, String target)
      throws RefusedException, IOException {
    String subpath = JsonRead.text(JsonRead.object(mount, "ImageOptions"), "Subpath");
    ObjectNode sentMount =
        JsonRead.object()
            .put("Type", "image")
            .put("Source", ImageResolver.usable(draft.world(), source));
    if (!subpath.isEmpty()) {
      sentMount
          .putObject("ImageOptions")
          .put("Subpath", Screened.relativePath(subpath, "the subpath of an image"));
    }
    add(target, true, sentMount);
  }

  private void tmpfs() throws RefusedException {
    ObjectNode tmpfs = JsonRead.object();
    for (Map.Entry<String, JsonNode> entry :
        JsonRead.entries(draft.askedHost(), "Tmpfs").entrySet()) {
      String target = target(entry.getKey());
      requireOnce(target);
      String options = entry.getValue().textValue();
      if (!options.isEmpty()) {
        for (String option : options.split(",", -1)) {
          if (!TMPFS_OPTION.matcher(option).matches()) {
            throw RefusedException.denied(
                Reason.MOUNT_OPTION, "tmpfs option '" + StrictJson.printable(option) + "'");
          }
        }
      }
      tmpfs.put(target, options);
    }
    if (!tmpfs.isEmpty()) {
      draft.sentHost().set("Tmpfs", tmpfs);
    }
  }

  private boolean volumesFrom() throws RefusedException {
    List<String> asked = JsonRead.texts(draft.askedHost(), "VolumesFrom");
    if (asked.isEmpty()) {
      return false;
    }
    ArrayNode list = draft.sentHost().putArray("VolumesFrom");
    for (String reference : asked) {
      int colon = reference.indexOf(':');
      String mode = colon < 0 ? "" : reference.substring(colon + 1);
      if (!Set.of("", "ro", "rw", "z", "Z").contains(mode) || (colon >= 0 && mode.isEmpty())) {
        throw RefusedException.malformed(
            "HostConfig.VolumesFrom has '" + StrictJson.printable(reference) + "'");
      }
      String id =
          References.container(draft.world(), colon < 0 ? reference : reference.substring(0, colon))
              .id();
      list.add(mode.equals("ro") ? id + ":ro" : id);
    }
    return true;
  }

  /// They get labels as mounts, so that prune finds them; a container that inherits mounts keeps
  /// the engine's own order.
  private void anonymousVolumes(boolean inherits) throws RefusedException {
    ObjectNode kept = JsonRead.object();
    for (String path : JsonRead.entries(draft.asked(), "Volumes").keySet()) {
      String target = target(path);
      if (inherits) {
        kept.putObject(target);
      } else if (!targets.contains(target)) {
        volume("", target, false, false);
      }
    }
    if (!kept.isEmpty()) {
      draft.sent().set("Volumes", kept);
    }
  }

  private ObjectNode add(String target, boolean readOnly, ObjectNode mount)
      throws RefusedException {
    requireOnce(target);
    mount.put("Target", target);
    if (readOnly) {
      mount.put("ReadOnly", true);
    }
    sent.add(mount);
    return mount;
  }

  private void requireOnce(String target) throws RefusedException {
    if (!targets.add(target)) {
      throw RefusedException.malformed("Duplicate mount point: " + StrictJson.printable(target));
    }
  }

  /// SECURITY: a mount over what the runtime itself mounts and masks could lift the masks.
  private static String target(String asked) throws RefusedException {
    String target = Screened.absolutePath(asked, "the target of a mount");
    boolean reserved =
        target.equals("/")
            || below(target, "/proc")
            || below(target, "/sys")
            || (below(target, "/dev") && !target.equals("/dev/shm"));
    if (reserved) {
      throw RefusedException.denied(
          Reason.MOUNT_TARGET, "the target of a mount is '" + StrictJson.printable(target) + "'");
    }
    return target;
  }

  private static boolean below(String path, String folder) {
    return path.equals(folder) || path.startsWith(folder + "/");
  }
}
