package dev.airlock.broker.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RouteTableTest {

  private static final Path ENDPOINTS = Path.of("src/test/resources/docker-api/endpoints.tsv");

  @Test
  void hasEveryEndpointOfTheEngineApi() throws IOException {
    Set<String> routes =
        RouteTable.all().stream()
            .map(route -> route.method() + " " + route.template().replace(":path}", "}"))
            .collect(Collectors.toSet());
    assertThat(endpoints()).isNotEmpty().allSatisfy(e -> assertThat(routes).contains(e));
  }

  @Test
  void hasNoOtherEndpoint() throws IOException {
    List<String> endpoints = endpoints();
    assertThat(RouteTable.all())
        .allSatisfy(route ->
            assertThat(endpoints)
                .contains(route.method() + " " + route.template().replace(":path}", "}")));
  }

  @Test
  void saysWhyForEveryRoute() {
    assertThat(RouteTable.all()).allSatisfy(route -> assertThat(route.why()).isNotBlank());
    assertThat(RouteTable.all()).extracting(Route::id).doesNotHaveDuplicates();
  }

  @Test
  void opensNothingThatTheEngineApiCallsDangerous() {
    for (String family :
        List.of("swarm", "service", "secret", "config", "node", "task", "plugin", "debug")) {
      assertThat(RouteTable.all())
          .filteredOn(route -> route.id().startsWith(family + "-"))
          .isNotEmpty()
          .noneMatch(Route::open);
    }
  }

  private static List<String> endpoints() throws IOException {
    return Files.readAllLines(ENDPOINTS).stream()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .map(columns ->
            switch (columns[0]) {
              case "PRI" -> "PRI *";
              case "OPTIONS" -> "OPTIONS /{any}";
              default -> columns[0] + " " + columns[1];
            })
        .toList();
  }
}
