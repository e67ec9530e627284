package dev.airlock.broker.build;

import static java.util.Objects.requireNonNull;

import dev.airlock.broker.json.MalformedJsonException;
import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Dockerfile split into instructions exactly as the engine's classic builder splits it; what it
/// could split otherwise is refused. What goes on is written anew from the instructions, a line
/// each.
///
/// @param lines as in the file, without their line feeds
/// @param escape the continuation character
public record Dockerfile(List<String> lines, List<Instruction> instructions, char escape) {

  private static final Pattern DIRECTIVE =
      Pattern.compile("#\\s*([a-zA-Z][a-zA-Z0-9]*)\\s*=\\s*(.+?)\\s*");
  private static final Pattern ESCAPE_COMMENT = Pattern.compile("(?is)#\\s*escape\\s*=.*");
  private static final Pattern SYNTAX = Pattern.compile("docker/dockerfile(?::[A-Za-z0-9_.-]+)?");

  /// Wherever some parser could begin a heredoc: at the beginning of a word, however words are cut.
  private static final Pattern HEREDOC = Pattern.compile("(?:^|[^!-~]|[\"'`}\\\\])[0-9]*<<(?!<)");

  private static final Pattern FLAG = Pattern.compile("--[a-z-]+=[!-~&&[^\"'`\\\\]]*");

  private static final Pattern CHOWN =
      Pattern.compile("--chown=[A-Za-z0-9_.${}-]*(?::[A-Za-z0-9_.${}-]*)?");
  private static final Pattern WHITESPACE = Pattern.compile("[\\t ]+");
  private static final Set<String> NAMES =
      Set.of(
          "add",
          "arg",
          "cmd",
          "copy",
          "entrypoint",
          "env",
          "expose",
          "from",
          "healthcheck",
          "label",
          "maintainer",
          "onbuild",
          "run",
          "shell",
          "stopsignal",
          "user",
          "volume",
          "workdir");

  public Dockerfile {
    lines = List.copyOf(lines);
    instructions = List.copyOf(instructions);
  }

  /// Parses the bytes of the file.
  public static Dockerfile parse(byte[] bytes) throws DockerfileException {
    String text;
    try {
      text = StrictJson.decode(bytes);
    } catch (MalformedJsonException e) {
      throw new DockerfileException(Reason.BUILD_DOCKERFILE, "the Dockerfile is not UTF-8");
    }
    if (!text.isEmpty() && text.charAt(0) == '\uFEFF') {
      text = text.substring(1);
    }
    List<String> lines = List.of(text.split("\n", -1));
    char escape = directives(lines);
    return new Dockerfile(lines, new Splitter(lines, escape).split(), escape);
  }

  /// Splits one instruction, as a trigger of a base image is.
  public static Instruction trigger(String text) throws DockerfileException {
    if (text.indexOf('\n') >= 0) {
      throw new DockerfileException(Reason.BUILD_BASE, "a trigger has more than one line");
    }
    return instruction(text, 0, 0, '\\');
  }

  /// `# escape=` and `# syntax=` before anything else; an escape comment anywhere else is ambiguous
  /// among versions of the engine.
  private static char directives(List<String> lines) throws DockerfileException {
    char escape = '\\';
    boolean directives = true;
    boolean escaped = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = trimEnd(lines.get(i));
      Matcher matcher = DIRECTIVE.matcher(line);
      String name =
          directives && matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
      if (name.equals("escape") && !escaped) {
        escape = escape(matcher.group(2), i);
        escaped = true;
      } else if (name.equals("syntax")) {
        requireKnownSyntax(matcher.group(2), i);
      } else if (!name.equals("check")) {
        directives = false;
        if (ESCAPE_COMMENT.matcher(trimStart(line)).matches()) {
          throw new DockerfileException(
              Reason.BUILD_DOCKERFILE, i, "an escape directive is not at the top");
        }
      }
    }
    return escape;
  }

  private static char escape(String value, int line) throws DockerfileException {
    if (!value.equals("\\") && !value.equals("`")) {
      throw new DockerfileException(
          Reason.BUILD_DOCKERFILE, line, "the escape character is neither \\ nor `");
    }
    return value.charAt(0);
  }

  private static void requireKnownSyntax(String value, int line) throws DockerfileException {
    if (!SYNTAX.matcher(value).matches()) {
      throw new DockerfileException(
          Reason.BUILD_DOCKERFILE,
          line,
          "the syntax is '" + StrictJson.printable(value) + "', not docker/dockerfile");
    }
  }

  /// The engine's loop over lines, with its rules for comments and empty lines within a continued
  /// instruction.
  private static final class Splitter {
    private final List<String> lines;
    private final char escape;
    private final Pattern continued;
    private int at;

    Splitter(List<String> lines, char escape) {
      this.lines = requireNonNull(lines, "lines is null");
      this.escape = escape;
      this.continued = continuation(escape);
    }

    static Pattern continuation(char escape) {
      String quoted = Pattern.quote(String.valueOf(escape));
      return Pattern.compile(
          "(?s)(?:(.*[^" + (escape == '\\' ? "\\\\" : "`") + "])|)" + quoted + "[ \\t]*");
    }

    List<Instruction> split() throws DockerfileException {
      List<Instruction> instructions = new ArrayList<>();
      while (at < lines.size()) {
        int first = at;
        String line = trimStart(trimEnd(lines.get(at++)));
        if (line.startsWith("#")) {
          line = "";
        }
        StringBuilder joined = new StringBuilder();
        boolean more = append(joined, line);
        if (!more && joined.isEmpty()) {
          continue;
        }
        int last = first;
        while (more && at < lines.size()) {
          last = at;
          String next = trimEnd(lines.get(at++));
          String bare = trimStart(next);
          if (!bare.startsWith("#") && !bare.isEmpty()) {
            more = append(joined, next);
          }
        }
        if (!joined.toString().isBlank()) {
          instructions.add(instruction(joined.toString(), first, last, escape));
        } else {
          throw new DockerfileException(
              Reason.BUILD_DOCKERFILE, first, "a continued line without an instruction");
        }
      }
      return instructions;
    }

    /// @return whether the line continues
    private boolean append(StringBuilder joined, String line) {
      Matcher matcher = continued.matcher(line);
      if (matcher.matches()) {
        if (matcher.group(1) != null) {
          joined.append(matcher.group(1));
        }
        return true;
      }
      joined.append(line);
      return false;
    }
  }

  private static Instruction instruction(String line, int first, int last, char escape)
      throws DockerfileException {
    String text = trim(line);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\t' && (c < ' ' || c == 0x7f)) {
        throw new DockerfileException(
            Reason.BUILD_DOCKERFILE, first, "an instruction has a control character");
      }
      if (c > 0x7f && isSpace(c)) {
        // SECURITY: it ends a word in some steps of the engine's parser and not in others.
        throw new DockerfileException(
            Reason.BUILD_DOCKERFILE,
            first,
            "an instruction has a space that is not ASCII's: U+%04X".formatted((int) c));
      }
    }
    String[] parts = WHITESPACE.split(text, 2);
    String name = parts[0].toLowerCase(Locale.ROOT);
    if (!NAMES.contains(name) || !parts[0].chars().allMatch(c -> c < 0x80)) {
      throw new DockerfileException(
          Reason.BUILD_DOCKERFILE,
          first,
          "'" + StrictJson.printable(parts[0]) + "' is no instruction of the classic builder");
    }
    String rest = parts.length < 2 ? "" : trim(parts[1]);
    List<String> flags = new ArrayList<>();
    while (rest.startsWith("--")) {
      String[] words = WHITESPACE.split(rest, 2);
      rest = words.length < 2 ? "" : trim(words[1]);
      if (words[0].equals("--")) {
        break;
      }
      requireReadable(words[0], first);
      flags.add(words[0]);
    }
    requireNoHeredoc(name, rest, first);
    Instruction instruction = new Instruction(name, flags, rest, first, last);
    if (Splitter.continuation(escape).matcher(instruction.line()).matches()) {
      throw new DockerfileException(
          Reason.BUILD_DOCKERFILE, first, "an instruction ends in an escape character");
    }
    return instruction;
  }

  /// SECURITY: the engine cuts flags at bytes that are spaces in Latin-1, of which some characters
  /// of UTF-8 are made: `--chown=à` is one flag and a half to it.
  private static void requireReadable(String flag, int line) throws DockerfileException {
    boolean readable =
        FLAG.matcher(flag).matches()
            && (!flag.startsWith("--chown=") || CHOWN.matcher(flag).matches());
    if (!readable) {
      throw new DockerfileException(
          Reason.BUILD_DOCKERFILE,
          line,
          "flag '" + StrictJson.printable(flag) + "' has other characters than its value needs");
    }
  }

  /// SECURITY: the lines of a heredoc are content to some parsers and instructions to others.
  private static void requireNoHeredoc(String name, String rest, int line)
      throws DockerfileException {
    if (!Set.of("add", "copy", "run", "onbuild").contains(name)) {
      return;
    }
    // The third < of a here-string, which is the shell's own, is no beginning either.
    if (HEREDOC.matcher(rest.replace("<<<", "")).find()) {
      throw new DockerfileException(
          Reason.BUILD_DOCKERFILE, line, "a heredoc needs BuildKit, which is not available");
    }
  }

  private static String trimEnd(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == '\r') {
      end--;
    }
    return line.substring(0, end);
  }

  private static String trimStart(String line) {
    int start = 0;
    while (start < line.length() && isSpace(line.charAt(start))) {
      start++;
    }
    return line.substring(start);
  }

  private static String trim(String text) {
    String left = trimStart(text);
    int end = left.length();
    while (end > 0 && isSpace(left.charAt(end - 1))) {
      end--;
    }
    return left.substring(0, end);
  }

  /// As Go's unicode.IsSpace.
  private static boolean isSpace(char c) {
    return switch (c) {
      case '\t',
          '\n',
          0x0b,
          '\f',
          '\r',
          ' ',
          0x85,
          0xa0,
          0x1680,
          0x2028,
          0x2029,
          0x202f,
          0x205f,
          0x3000 ->
          true;
      default -> c >= 0x2000 && c <= 0x200a;
    };
  }
}
