package dev.airlock.cli;

import dev.airlock.cli.engine.EngineLocator;
import dev.airlock.cli.session.EngineObjects;
import dev.airlock.cli.session.Pruner;
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
      "Containers, networks, volumes, images and files. Sessions that still run are not touched."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.USAGE,
    exitCodeOnExecutionException = ExitStatus.FAILED)
final class PruneCommand implements Callable<Integer> {

  @Option(names = "--json", description = "Print what was removed as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    List<Pruner.Pruned> pruned =
        EngineLocator.locate(System.getenv())
            .map(engine -> {
              try (EngineObjects objects = EngineObjects.of(engine)) {
                return new Pruner(objects, InstantSource.system()).prune();
              }
            })
            // Without an engine there is nothing of ours on one.
            .orElse(List.of());
    if (json) {
      System.out.print(Json.write(Map.of("removed", pruned)));
    } else {
      pruned.forEach(session ->
          System.out.println("removed session " + session.session() + " " + session.name()));
    }
    return ExitStatus.OK;
  }
}
