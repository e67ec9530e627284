package dev.airlock.cli.command;

import static java.util.Objects.requireNonNull;

import dev.airlock.cli.ExitStatus;
import dev.airlock.cli.Version;
import dev.airlock.cli.engine.EngineLocator;
import dev.airlock.cli.session.EngineObjects;
import dev.airlock.cli.session.Pruner;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "prune",
    description = "Removes what is left of sessions whose 'sandbox run' is gone.",
    footer = {
      "",
      "Containers, networks, volumes, images and files. Sessions that still run are not touched.",
      "",
      "Exit status: 0, 1 failed, 2 called wrongly."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.USAGE,
    exitCodeOnExecutionException = ExitStatus.FAILED)
final class PruneCommand implements Callable<Integer> {
  private final Map<String, String> environment;
  private final PrintStream out;

  @Option(names = "--json", description = "Print what was removed as JSON.")
  private boolean json;

  PruneCommand(Map<String, String> environment, PrintStream out) {
    this.environment = Map.copyOf(environment);
    this.out = requireNonNull(out, "out is null");
  }

  @Override
  public Integer call() {
    List<Pruner.Pruned> pruned =
        EngineLocator.locate(environment)
            .map(engine -> {
              try (EngineObjects objects = EngineObjects.of(engine)) {
                return new Pruner(objects, InstantSource.system()).prune();
              }
            })
            // Without an engine there is nothing of ours on one.
            .orElse(List.of());
    if (json) {
      out.print(Json.write(Map.of("removed", pruned)));
    } else {
      pruned.forEach(
          session -> out.println("removed session " + session.session() + " " + session.name()));
    }
    return ExitStatus.OK;
  }
}
