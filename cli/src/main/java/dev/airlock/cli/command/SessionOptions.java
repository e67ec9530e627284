package dev.airlock.cli.command;

import dev.airlock.cli.Problem;
import dev.airlock.cli.UsageException;
import dev.airlock.cli.session.BrokerPlacement;
import dev.airlock.cli.session.DockerChoice;
import dev.airlock.cli.session.SessionRequest;
import dev.airlock.compose.SessionPlan.Limits;
import dev.airlock.gateway.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say what a session is: `run` and `compose` share them.
final class SessionOptions {
  private static final String ABSENT = "";
  private static final String DEFAULT_MODE = "broker";
  private static final String ROOTLESS_MODE = "rootless";
  private static final List<String> LATER_MODES = List.of("rootful", "inside", "socket");

  @Option(
      names = "--dind",
      paramLabel = "MODE",
      arity = "0..1",
      fallbackValue = DEFAULT_MODE,
      defaultValue = ABSENT,
      description =
          "Give the command a Docker. MODE is 'broker' (default): the engine's own, behind a broker"
              + " that decides on every request; or 'rootless': a private engine that is never root.")
  private String dind = ABSENT;

  @Option(
      names = "--enable-airlock",
      description = "Let out only what --allow names; nothing by default.")
  private boolean airlock;

  @Option(
      names = "--allow",
      paramLabel = "HOST[:PORT]",
      description =
          "Let out to HOST, to *.HOST (one label) or **.HOST (any), or to a network such as"
              + " 10.1.2.0/24:8080. Ports 80 and 443 if none is given. Repeatable.")
  private List<String> allow = new ArrayList<>();

  @Option(
      names = "--allow-image",
      paramLabel = "GLOB",
      description =
          "Let the command use images of the engine that match GLOB, besides sandbox/* and those it"
              + " makes itself. Repeatable.")
  private List<String> allowImages = new ArrayList<>();

  @Option(
      names = "--engine-volume",
      paramLabel = "NAME",
      defaultValue = ABSENT,
      description =
          "Let images, containers and volumes of the private engine survive the session in the"
              + " volume NAME; by default they go with it.")
  private String engineVolume = ABSENT;

  @Option(
      names = "--engine-image",
      paramLabel = "IMAGE",
      description =
          "Give the private engine a copy of this image of the engine, besides sandbox/hello."
              + " Repeatable.")
  private List<String> engineImages = new ArrayList<>();

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      defaultValue = ABSENT,
      description = "Run the command in this image of the engine; by default sandbox/agent.")
  private String image = ABSENT;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = ABSENT,
      description = "Call the session NAME; by default the workspace's name.")
  private String name = ABSENT;

  @Option(
      names = "--workspace",
      paramLabel = "DIR",
      defaultValue = ABSENT,
      description =
          "The folder the command works in, at the same path inside; by default the current one.")
  private String workspace = ABSENT;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = "8g",
      description = "How much memory the command may use, as 512m or 4g; default: 8g.")
  private String memory = "8g";

  @Option(
      names = "--cpus",
      paramLabel = "N",
      defaultValue = ABSENT,
      description = "How many processors the command may use, as 2 or 1.5; by default all.")
  private String cpus = ABSENT;

  // Part of the interface, built later: said to be so instead of called unknown.

  @Option(names = "--agent", paramLabel = "AGENT", hidden = true)
  private @Nullable String agent; // set by picocli

  @Option(
      names = {"-d", "--detach"},
      hidden = true)
  private boolean detach;

  @Option(
      names = {"-p", "--publish"},
      paramLabel = "HOST:CTR",
      hidden = true)
  private List<String> publish = new ArrayList<>();

  @Option(names = "--no-harden", hidden = true)
  private boolean noHarden;

  @Option(names = "--i-know-this-is-an-escape", hidden = true)
  private boolean escape;

  /// Everything the user asked for.
  ///
  /// @param held what only `run` is asked for, else its defaults
  /// @throws UsageException with all that is wrong with it
  SessionRequest toRequest(CommandWords words, HeldOptions held) {
    List<Problem> problems = new ArrayList<>();
    if (words.workload().isEmpty()) {
      problems.add(
          new Problem(
              words.separated() ? "no command after '--'" : "no command to run",
              "write the command last: sandbox run -- COMMAND ARGUMENT…"));
    }
    refuseWhatComesLater(problems);
    checkMode(problems);
    boolean docker = !dind.isEmpty();
    boolean rootless = dind.equals(ROOTLESS_MODE);
    checkCombinations(docker, rootless, problems);
    RuleChecks.checkHosts(allow, problems);
    RuleChecks.checkImages(allowImages, problems);
    Limits limits = new LimitOptions(memory, cpus).parse(problems);
    BrokerPlacement placement = held.placement(docker, rootless, airlock, problems);
    String audit = held.audit(docker, rootless, airlock, problems);
    if (!name.isEmpty() && !name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}")) {
      problems.add(
          new Problem(
              "session name '" + name + "' is not valid",
              "use up to 63 letters, digits, '_', '.' and '-', a letter or digit first"));
    }
    UsageException.throwUnlessEmpty(problems);
    return new SessionRequest(
        words.workload(),
        choice(placement),
        airlock,
        allow,
        image,
        name,
        Path.of(workspace).toAbsolutePath(),
        limits,
        audit);
  }

  private void refuseWhatComesLater(List<Problem> problems) {
    if (agent != null) {
      problems.add(notYet("--agent", "name the agent's own command after '--'"));
    }
    if (detach) {
      problems.add(notYet("-d", "leave it out: the session runs in the foreground"));
    }
    if (!publish.isEmpty()) {
      problems.add(notYet("--publish", "leave it out: the session's ports stay inside"));
    }
    if (noHarden) {
      problems.add(notYet("--no-harden", "leave it out: every workload is hardened"));
    }
    if (escape) {
      problems.add(notYet("--i-know-this-is-an-escape", "use '--dind=broker'"));
    }
  }

  private static Problem notYet(String option, String hint) {
    return new Problem("'" + option + "' is not supported yet", hint);
  }

  private DockerChoice choice(BrokerPlacement placement) {
    return switch (dind) {
      case ABSENT -> new DockerChoice.None();
      case ROOTLESS_MODE -> new DockerChoice.Rootless(engineVolume, engineImages);
      default -> new DockerChoice.Broker(placement, allowImages);
    };
  }

  private void checkMode(List<Problem> problems) {
    List<String> built = List.of(DEFAULT_MODE, ROOTLESS_MODE);
    if (dind.isEmpty() || built.contains(dind)) {
      return;
    }
    if (LATER_MODES.contains(dind)) {
      problems.add(
          new Problem(
              "'--dind=" + dind + "' is not supported yet",
              "use '--dind=broker' or '--dind=rootless'"));
    } else {
      List<String> known = new ArrayList<>(built);
      known.addAll(LATER_MODES);
      problems.add(
          new Problem(
              "unknown docker mode '" + dind + "'",
              Nearest.of(dind, known)
                  .map(near -> "did you mean '--dind=" + near + "'?")
                  .orElse("the modes are " + String.join(", ", known))));
    }
  }

  private void checkCombinations(boolean docker, boolean rootless, List<Problem> problems) {
    if (!allow.isEmpty() && !airlock) {
      problems.add(
          new Problem(
              "'--allow' without '--enable-airlock' would restrict nothing",
              "add '--enable-airlock'"));
    }
    if (!allowImages.isEmpty() && !docker) {
      problems.add(new Problem("'--allow-image' without '--dind' has no effect", "add '--dind'"));
    }
    if (rootless) {
      checkRootless(problems);
    } else if (!engineVolume.isEmpty() || !engineImages.isEmpty()) {
      problems.add(
          new Problem(
              "'%s' is for private engines"
                  .formatted(engineVolume.isEmpty() ? "--engine-image" : "--engine-volume"),
              "add '--dind=rootless'"));
    }
  }

  private void checkRootless(List<Problem> problems) {
    if (!allowImages.isEmpty()) {
      problems.add(
          new Problem(
              "'--allow-image' does not go with '--dind=rootless', where no image is the engine's",
              "give the private engine a copy: --engine-image IMAGE"));
    }
    if (!engineVolume.isEmpty() && !engineVolume.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]{1,127}")) {
      problems.add(
          new Problem(
              "volume name '" + engineVolume + "' is not valid",
              "use 2 to 128 letters, digits, '_', '.' and '-', a letter or digit first"));
    }
    if (engineImages.stream().anyMatch(image -> image.isBlank() || image.startsWith("-"))) {
      problems.add(
          new Problem(
              "'--engine-image' needs the name of an image", "as '--engine-image postgres:16'"));
    }
  }
}
