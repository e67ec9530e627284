package dev.airlock.broker.build;

import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Owner;
import dev.airlock.broker.policy.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What a build would take from outside its context: the images it names. Everything else that
/// would make the engine fetch is refused while the plan is made.
public final class BuildPlan {

  private static final char DEFAULT_ESCAPE = '\\';
  private static final Pattern STAGE = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");
  private static final Pattern PLATFORM =
      Pattern.compile("[a-z0-9]{1,20}(?:/[a-z0-9_]{1,20}){0,2}");

  private static final Map<String, Set<String>> FLAGS =
      Map.of(
          "from", Set.of("platform"),
          "add", Set.of("chown"),
          "copy", Set.of("chown", "from"),
          "healthcheck",
              Set.of("interval", "timeout", "start-period", "start-interval", "retries"));

  /// How an instruction uses an image of the engine's.
  ///
  /// @param base whether it is a FROM, whose triggers run; else a COPY --from
  /// @param platform asked for, or empty
  public record Use(String image, boolean base, String platform, int line) {}

  /// Gives the engine's reference of an image that is usable.
  @FunctionalInterface
  public interface Images<X extends Exception> {
    String engineReference(Use use) throws X;
  }

  private final Dockerfile dockerfile;
  private final Variables variables;
  private final Map<Integer, Use> uses = new LinkedHashMap<>();
  private final Map<Integer, String> rewritten = new LinkedHashMap<>();

  /// Those that have ended: the engine knows no other by name, and takes its own name for an image.
  private final Set<String> endedStages = new HashSet<>();

  private String currentStage = "";
  private int stageCount;

  private BuildPlan(Dockerfile dockerfile, Map<String, String> arguments) {
    this.dockerfile = dockerfile;
    this.variables = new Variables(arguments);
  }

  /// Plans a build.
  ///
  /// @param arguments build arguments that have a value
  public static BuildPlan of(Dockerfile dockerfile, Map<String, String> arguments)
      throws DockerfileException {
    BuildPlan plan = new BuildPlan(dockerfile, arguments);
    List<Instruction> instructions = dockerfile.instructions();
    for (int i = 0; i < instructions.size(); i++) {
      plan.visit(i, instructions.get(i));
    }
    return plan;
  }

  /// Refuses triggers of a base that would fetch.
  ///
  /// @param use where the base is named
  public void requireHarmlessTriggers(List<String> triggers, Use use) throws DockerfileException {
    for (String text : triggers) {
      Instruction trigger = Dockerfile.trigger(text);
      requireFlags(trigger);
      if (trigger.name().equals("add")) {
        Sources.requireLocal(trigger, '\\');
      } else if (trigger.name().equals("copy")) {
        String from = flag(trigger, "from");
        if (!from.isEmpty()) {
          // Which stages there will be is for another Dockerfile to say.
          throw new DockerfileException(
              Reason.BUILD_BASE,
              use.line(),
              "a trigger of '"
                  + use.image()
                  + "' copies from image '"
                  + StrictJson.printable(from)
                  + "'");
        }
      } else if (Set.of("onbuild", "from", "maintainer").contains(trigger.name())) {
        throw new DockerfileException(
            Reason.BUILD_BASE,
            use.line(),
            "a trigger of '" + use.image() + "' is " + trigger.name());
      }
    }
  }

  /// The images that the build names, in order.
  public List<Use> uses() {
    return List.copyOf(uses.values());
  }

  /// Writes the Dockerfile anew, an instruction a line, with each image by the reference that the
  /// engine knows it by. Lines keep their numbers, but for what follows each FROM.
  ///
  /// @param afterFrom an instruction that every stage begins with
  public <X extends Exception> String rewrite(Images<X> images, String afterFrom) throws X {
    for (Map.Entry<Integer, Use> entry : uses.entrySet()) {
      Instruction instruction = dockerfile.instructions().get(entry.getKey());
      String reference = images.engineReference(entry.getValue());
      rewritten.put(
          entry.getKey(),
          entry.getValue().base()
              ? from(instruction, reference, entry.getValue().platform())
              : copy(instruction, reference));
    }
    String[] lines = new String[dockerfile.lines().size()];
    Arrays.fill(lines, "");
    if (dockerfile.escape() != DEFAULT_ESCAPE) {
      // The directive was on a line of its own before any instruction.
      lines[0] = "# escape=" + dockerfile.escape();
    }
    for (int i = 0; i < dockerfile.instructions().size(); i++) {
      Instruction instruction = dockerfile.instructions().get(i);
      String line = rewritten.getOrDefault(i, instruction.line());
      lines[instruction.firstLine()] =
          instruction.name().equals("from") ? line + "\n" + afterFrom : line;
    }
    return String.join("\n", lines);
  }

  private void visit(int index, Instruction instruction) throws DockerfileException {
    requireFlags(instruction);
    switch (instruction.name()) {
      case "arg" -> {
        if (stageCount == 0) {
          variables.declare(instruction);
        }
      }
      case "from" -> visitFrom(index, instruction);
      case "add" -> Sources.requireLocal(instruction, dockerfile.escape());
      case "copy" -> visitCopy(index, instruction);
      case "onbuild" -> visitTrigger(index, instruction);
      case "label" -> requireForeignLabels(instruction);
      default -> {
        // Runs in a container, or changes the image's configuration only.
      }
    }
  }

  private void visitFrom(int index, Instruction instruction) throws DockerfileException {
    String[] words = instruction.rest().split("[\\t ]+", -1);
    boolean named = words.length == 3 && words[1].equalsIgnoreCase("as");
    if ((words.length != 1 && !named) || words[0].isEmpty()) {
      throw new DockerfileException(
          Reason.BUILD_DOCKERFILE, instruction.firstLine(), "FROM is not FROM IMAGE [AS NAME]");
    }
    String image = variables.expand(words[0], instruction);
    String platform = variables.expand(flag(instruction, "platform"), instruction);
    if (!platform.isEmpty() && !PLATFORM.matcher(platform).matches()) {
      throw new DockerfileException(
          Reason.BUILD_DOCKERFILE, instruction.firstLine(), "the platform is malformed");
    }
    if (!currentStage.isEmpty()) {
      endedStages.add(currentStage);
      currentStage = "";
    }
    if (!image.equals("scratch") && !endedStages.contains(image.toLowerCase(Locale.ROOT))) {
      uses.put(index, new Use(image, true, platform, instruction.firstLine()));
    } else {
      rewritten.put(index, from(instruction, image, platform));
    }
    stageCount++;
    if (named) {
      if (!STAGE.matcher(words[2]).matches()) {
        throw new DockerfileException(
            Reason.BUILD_DOCKERFILE, instruction.firstLine(), "the name of a stage is malformed");
      }
      currentStage = words[2].toLowerCase(Locale.ROOT);
    }
  }

  private void visitCopy(int index, Instruction instruction) throws DockerfileException {
    Sources.words(instruction);
    String from = flag(instruction, "from");
    if (from.indexOf('$') >= 0) {
      throw new DockerfileException(
          Reason.BUILD_BASE, instruction.firstLine(), "COPY --from has a variable");
    }
    if (!from.isEmpty() && !isStage(from)) {
      uses.put(index, new Use(from, false, "", instruction.firstLine()));
    }
  }

  /// SECURITY: containers of the build carry the labels that the Dockerfile gave until then, and by
  /// labels sessions are found and removed.
  private void requireForeignLabels(Instruction instruction) throws DockerfileException {
    String plain = instruction.rest().replaceAll("[\"'`\\\\]", "");
    if (plain.contains(Owner.LABEL_PREFIX)) {
      throw new DockerfileException(
          Reason.RESERVED_LABEL, instruction.firstLine(), "LABEL has one of the sandbox's labels");
    }
    String[] words = plain.split("[\\t ]+", -1);
    for (int i = 0; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      String name = equals >= 0 ? words[i].substring(0, equals) : i == 0 ? words[i] : "";
      if (name.indexOf('$') >= 0) {
        throw new DockerfileException(
            Reason.RESERVED_LABEL,
            instruction.firstLine(),
            "the name of a label has a variable: it could be one of the sandbox's");
      }
    }
  }

  /// Triggers run when somebody builds on the image: what would fetch then is refused now.
  private void visitTrigger(int index, Instruction instruction) throws DockerfileException {
    requireHarmlessTriggers(
        List.of(instruction.rest()), new Use("ONBUILD", true, "", instruction.firstLine()));
    Instruction trigger = Dockerfile.trigger(instruction.rest());
    if (trigger.name().equals("label")) {
      requireForeignLabels(trigger);
    }
    rewritten.put(index, instruction.line(List.of(), trigger.line()));
  }

  private boolean isStage(String name) {
    return (name.matches("[0-9]{1,4}") && Integer.parseInt(name) < stageCount - 1)
        || endedStages.contains(name.toLowerCase(Locale.ROOT));
  }

  private static void requireFlags(Instruction instruction) throws DockerfileException {
    Set<String> known = FLAGS.getOrDefault(instruction.name(), Set.of());
    Set<String> seen = new HashSet<>();
    for (String flag : instruction.flags()) {
      int equals = flag.indexOf('=');
      String name = flag.substring(2, equals < 0 ? flag.length() : equals);
      if (!known.contains(name) || equals < 0 || !seen.add(name)) {
        throw new DockerfileException(
            Reason.BUILD_DOCKERFILE,
            instruction.firstLine(),
            "flag '" + StrictJson.printable(flag) + "' is not the classic builder's");
      }
    }
  }

  private static String flag(Instruction instruction, String name) {
    String prefix = "--" + name + "=";
    return instruction.flags().stream()
        .filter(flag -> flag.startsWith(prefix))
        .map(flag -> flag.substring(prefix.length()))
        .findFirst()
        .orElse("");
  }

  private static String from(Instruction instruction, String reference, String platform) {
    String[] words = instruction.rest().split("[\\t ]+", -1);
    return instruction.line(
        platform.isEmpty() ? List.of() : List.of("--platform=" + platform),
        reference + (words.length == 3 ? " AS " + words[2] : ""));
  }

  private static String copy(Instruction instruction, String reference) {
    List<String> flags = new ArrayList<>();
    for (String flag : instruction.flags()) {
      flags.add(flag.startsWith("--from=") ? "--from=" + reference : flag);
    }
    return instruction.line(flags, instruction.rest());
  }
}
