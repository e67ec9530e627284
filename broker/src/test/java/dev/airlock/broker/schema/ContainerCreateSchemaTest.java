package dev.airlock.broker.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ContainerCreateSchemaTest {

  private static final Path FIELDS = Path.of("src/test/resources/docker-api/create-fields.tsv");

  /// Rows that are no key of the body: the query's, and those that are refused as unknown keys.
  private static final List<String> NOT_IN_THE_BODY =
      List.of("?name", "?platform", "(top level)", "POST /containers/{id}/start");

  /// What a client sends and no engine reads.
  private static final List<String> SENT_BY_CLIENTS = List.of("PortSpecs");

  @Test
  void hasARuleForEveryFieldOfTheEngineApi() throws IOException {
    Set<String> known = paths(ContainerCreateSchema.BODY, "");
    assertThat(rows()).isNotEmpty().allSatisfy(field -> assertThat(known).contains(field));
  }

  @Test
  void hasNoFieldThatTheEngineApiHasNot() throws IOException {
    Set<String> rows = new TreeSet<>(rows());
    rows.addAll(SENT_BY_CLIENTS);
    assertThat(paths(ContainerCreateSchema.BODY, ""))
        .allSatisfy(field -> assertThat(rows).contains(field));
  }

  private static List<String> rows() throws IOException {
    return Files.readAllLines(FIELDS).stream()
        .skip(1)
        .map(line -> line.split("\t", -1)[0])
        .filter(field -> NOT_IN_THE_BODY.stream().noneMatch(field::startsWith))
        .map(field -> field.replace("[]", ""))
        .map(field -> field.endsWith(".*") ? field.substring(0, field.length() - 2) : field)
        .distinct()
        .toList();
  }

  static Set<String> paths(Shape.Struct struct, String prefix) {
    Set<String> paths = new TreeSet<>();
    for (Field field : struct.fields()) {
      String path = prefix + field.name();
      paths.add(path);
      paths.addAll(below(field.shape(), path));
    }
    return paths;
  }

  private static Set<String> below(Shape shape, String path) {
    return switch (shape) {
      case Shape.Struct struct -> paths(struct, path + ".");
      case Shape.Items items -> below(items.item(), path);
      case Shape.Entries entries -> below(entries.value(), path + ".*");
      case Shape.Text ignored -> Set.of();
      case Shape.Flag ignored -> Set.of();
      case Shape.Int ignored -> Set.of();
      case Shape.Words ignored -> Set.of();
    };
  }
}
