package dev.airlock.cli.setup;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.cli.ExitStatus;
import dev.airlock.cli.Problem;
import dev.airlock.cli.Progress;
import dev.airlock.cli.UsageException;
import dev.airlock.cli.Version;
import dev.airlock.cli.engine.Engine;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `sandbox setup`.
@Command(
    name = "setup",
    description = "Installs or starts an engine where there is none, and builds the images.",
    sortOptions = false,
    footer = {
      "",
      "An engine that you run is used as it is. Only where none answers a private one is installed",
      "from Debian's packages, which needs root. What is there already is not done again.",
      "",
      "Exit status: 0, 1 failed, 2 called wrongly."
    },
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ExitStatus.USAGE,
    exitCodeOnExecutionException = ExitStatus.FAILED)
public final class SetupCommand implements Callable<Integer> {
  private static final String BROKER_MODE = "broker";
  private static final String ROOTLESS_MODE = "rootless";

  private final Map<String, String> environment;
  private final PrintStream out;
  private final Progress progress;

  @Option(
      names = "--remove",
      description = "Take away what set-up brought: images, the private engine, its packages.")
  private boolean remove;

  @Option(names = "--refresh", description = "Build every image again, for newer packages.")
  private boolean refresh;

  @Option(
      names = "--engine-suite",
      paramLabel = "SUITE",
      defaultValue = SetupOptions.DEFAULT_SUITE,
      description = "Suite of Debian that a private engine comes from (${DEFAULT-VALUE}).")
  private String suite = SetupOptions.DEFAULT_SUITE;

  @Option(
      names = "--dind",
      paramLabel = "MODE",
      defaultValue = BROKER_MODE,
      description =
          "Also build what sessions with '--dind=MODE' need: 'rootless' needs one image more.")
  private String dind = BROKER_MODE;

  @Option(
      names = "--json",
      description =
          "Print as JSON what is there now, or with --remove whether anything was removed.")
  private boolean json;

  public SetupCommand(Map<String, String> environment, PrintStream out, Progress progress) {
    this.environment = Map.copyOf(environment);
    this.out = requireNonNull(out, "out is null");
    this.progress = requireNonNull(progress, "progress is null");
  }

  @Override
  public Integer call() {
    Setup setup = new Setup(environment, new SetupOptions(suite, refresh, privateEngine()));
    if (remove) {
      boolean removed = setup.remove(progress);
      print(report -> report.put("removed", removed));
      if (!removed) {
        progress.say("nothing to remove");
      }
      return ExitStatus.OK;
    }
    boolean complete = setup.isComplete();
    Engine engine = setup.install(progress);
    Images images = setup.buildImages(engine, progress);
    if (complete) {
      progress.say("nothing to do");
    }
    print(report -> describe(report, engine, images, !complete));
    return ExitStatus.OK;
  }

  private boolean privateEngine() {
    return switch (dind) {
      case BROKER_MODE -> false;
      case ROOTLESS_MODE -> true;
      default ->
          throw new UsageException(
              List.of(
                  new Problem(
                      "'sandbox setup' knows no docker mode '" + dind + "'",
                      "the modes are " + BROKER_MODE + ", " + ROOTLESS_MODE)));
    };
  }

  private void describe(ObjectNode report, Engine engine, Images images, boolean changed) {
    report.put("changed", changed);
    report
        .putObject("engine")
        .put("host", engine.host())
        .put("version", engine.version())
        .put("apiVersion", engine.apiVersion().toString())
        .put("dockerCli", engine.dockerCli().toString());
    ObjectNode references =
        report
            .putObject("images")
            .put("gateway", images.gateway())
            .put("agent", images.agent())
            .put("hello", images.hello());
    if (privateEngine()) {
      references.put("engine", images.engine());
    }
  }

  private void print(java.util.function.Consumer<ObjectNode> content) {
    if (json) {
      ObjectNode report = new JsonMapper().createObjectNode();
      content.accept(report);
      out.println(report.toPrettyString());
    }
  }
}
