package dev.airlock.broker.build;

import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Owner;
import dev.airlock.broker.policy.Reason;
import java.util.ArrayList;
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
  private final Set<String> stages = new HashSet<>();
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
        if (!from.isEmpty() && !isStage(from)) {
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

  /// Writes the Dockerfile with each image by the reference that the engine knows it by.
  ///
  /// @param afterFrom an instruction that every stage begins with
  public <X extends Exception> String rewrite(Images<X> images, String afterFrom) throws X {
    for (Map.Entry<Integer, Use> entry : uses.entrySet()) {
      Instruction instruction = dockerfile.instructions().get(entry.getKey());
      String reference = images.engineReference(entry.getValue());
      rewritten.put(
          entry.getKey(),
          entry.getValue().base() ? from(instruction, reference) : copy(instruction, reference));
    }
    List<String> lines = new ArrayList<>(dockerfile.lines());
    rewritten.forEach((index, text) -> {
      Instruction instruction = dockerfile.instructions().get(index);
      String first = instruction.name().equals("from") ? text + "\n" + afterFrom : text;
      for (int line = instruction.firstLine(); line <= instruction.lastLine(); line++) {
        lines.set(line, line == instruction.firstLine() ? first : "");
      }
    });
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
      case "onbuild" -> visitTrigger(instruction);
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
    if (!image.equals("scratch") && !stages.contains(image.toLowerCase(Locale.ROOT))) {
      uses.put(index, new Use(image, true, platform, instruction.firstLine()));
    } else {
      rewritten.put(index, from(instruction, image));
    }
    stageCount++;
    if (named) {
      if (!STAGE.matcher(words[2]).matches()) {
        throw new DockerfileException(
            Reason.BUILD_DOCKERFILE, instruction.firstLine(), "the name of a stage is malformed");
      }
      stages.add(words[2].toLowerCase(Locale.ROOT));
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

  /// Says so early: one that is written in another way changes nothing, since the labels that count
  /// are set last and none is shown.
  private static void requireForeignLabels(Instruction instruction) throws DockerfileException {
    if (instruction.rest().contains(Owner.LABEL_PREFIX)) {
      throw new DockerfileException(
          Reason.RESERVED_LABEL, instruction.firstLine(), "LABEL has one of the sandbox's labels");
    }
  }

  /// Triggers run when somebody builds on the image: what would fetch then is refused now.
  private void visitTrigger(Instruction instruction) throws DockerfileException {
    requireHarmlessTriggers(
        List.of(instruction.rest()), new Use("ONBUILD", true, "", instruction.firstLine()));
  }

  private boolean isStage(String name) {
    return (name.matches("[0-9]{1,4}") && Integer.parseInt(name) < stageCount)
        || stages.contains(name.toLowerCase(Locale.ROOT));
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

  private static String from(Instruction instruction, String reference) {
    String[] words = instruction.rest().split("[\\t ]+", -1);
    String flags = String.join(" ", instruction.flags());
    return "FROM "
        + (flags.isEmpty() ? "" : flags + " ")
        + reference
        + (words.length == 3 ? " AS " + words[2] : "");
  }

  private static String copy(Instruction instruction, String reference) {
    List<String> flags = new ArrayList<>();
    for (String flag : instruction.flags()) {
      flags.add(flag.startsWith("--from=") ? "--from=" + reference : flag);
    }
    return "COPY " + String.join(" ", flags) + " " + instruction.rest();
  }
}
