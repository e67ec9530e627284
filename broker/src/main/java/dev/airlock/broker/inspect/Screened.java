package dev.airlock.broker.inspect;

import dev.airlock.broker.json.MalformedJsonException;
import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.Refusal;
import dev.airlock.broker.policy.RefusedException;
import dev.airlock.broker.schema.Screening;
import dev.airlock.broker.schema.Shape;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// From a body's bytes to a screened one, and small checks that several inspectors share.
final class Screened {

  private Screened() {}

  /// A body that must be there.
  static Screening json(Body body, Shape.Struct schema) throws RefusedException {
    if (!(body instanceof Body.Bytes(byte[] content)) || content.length == 0) {
      throw RefusedException.malformed("the body is empty; a JSON object is needed");
    }
    return parsed(content, schema);
  }

  /// A body that may be missing, which means the defaults.
  static Screening optionalJson(Body body, Shape.Struct schema) throws RefusedException {
    if (!(body instanceof Body.Bytes(byte[] content)) || content.length == 0) {
      return Screening.screen(JsonRead.object(), schema);
    }
    return parsed(content, schema);
  }

  private static Screening parsed(byte[] content, Shape.Struct schema) throws RefusedException {
    try {
      return Screening.screen(StrictJson.parse(content), schema);
    } catch (MalformedJsonException e) {
      throw RefusedException.malformed(String.valueOf(e.getMessage()));
    }
  }

  static boolean startsWithIgnoringCase(String text, String prefix) {
    return text.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  /// An absolute path without empty, `.` and `..` segments; one slash at the end is taken off.
  ///
  /// @param what named in the refusal
  static String absolutePath(String path, String what) throws RefusedException {
    String trimmed =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (!trimmed.startsWith("/")) {
      throw RefusedException.malformed(
          what + " '" + StrictJson.printable(path) + "' is not absolute");
    }
    if (!trimmed.equals("/")) {
      requireClean(trimmed.substring(1), path, what);
    }
    return trimmed;
  }

  /// A relative path without empty, `.` and `..` segments.
  static String relativePath(String path, String what) throws RefusedException {
    if (path.startsWith("/")) {
      throw RefusedException.malformed(
          what + " '" + StrictJson.printable(path) + "' is not relative");
    }
    requireClean(path, path, what);
    return path;
  }

  private static void requireClean(String path, String shown, String what) throws RefusedException {
    for (String segment : path.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw RefusedException.malformed(
            what + " '" + StrictJson.printable(shown) + "' is not a clean path");
      }
    }
    if (path.chars().anyMatch(Character::isISOControl)) {
      throw RefusedException.malformed(what + " has a control character");
    }
  }

  /// A working directory that a client asks for.
  static String workingDirectory(String path) throws RefusedException {
    if (path.isEmpty()) {
      return path;
    }
    String clean = path.equals("/") ? path : absolutePath(path, "WorkingDir");
    requireOwnDirectory(clean, "WorkingDir is '" + StrictJson.printable(path) + "'");
    return clean;
  }

  /// The working directory that an image asks for, as the engine cleans it.
  static String imageDirectory(String path) throws RefusedException {
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : path.split("/", -1)) {
      switch (segment) {
        case "", "." -> {
          // Where it is.
        }
        case ".." -> segments.pollLast();
        default -> segments.addLast(segment);
      }
    }
    String clean = "/" + String.join("/", segments);
    requireOwnDirectory(clean, "the image's WorkingDir is '" + StrictJson.printable(path) + "'");
    return clean;
  }

  /// SECURITY: a working directory below /proc can be a descriptor of the runtime's
  /// (CVE-2024-21626); /sys and /dev are the kernel's as well, and /dev/fd leads to /proc.
  private static void requireOwnDirectory(String clean, String detail) throws RefusedException {
    for (String kernels : List.of("/proc", "/sys", "/dev")) {
      if (clean.equals(kernels) || clean.startsWith(kernels + "/")) {
        throw new RefusedException(
            new Refusal.Denied(
                Reason.PROC_PATHS, detail, "choose a WorkingDir outside /proc, /sys and /dev"));
      }
    }
  }
}
