package dev.airlock.broker.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.route.QueryKey;
import dev.airlock.broker.route.Route;
import dev.airlock.broker.route.RouteTable;
import dev.airlock.broker.route.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The pages below `docs/reference` that are written from the tables: `-Dreference.write=true`
/// writes them anew.
class ReferencePagesTest {

  private static final Path REFERENCE = Path.of("../docs/reference");

  @Test
  void endpointsAreCurrent() throws IOException {
    StringBuilder page = new StringBuilder();
    page.append("# Endpoints of the Engine API\n\n")
        .append(
            "Written from the broker's route table. What is not in it is denied as `endpoint-unknown`; a query key that is not listed is refused.\n\n")
        .append("| endpoint | route | verdict | query | why |\n|---|---|---|---|---|\n");
    for (Route route : RouteTable.all()) {
      page.append("| `")
          .append(route.method())
          .append(' ')
          .append(route.template().replace(":path}", "}"))
          .append("` | ")
          .append(route.id())
          .append(" | ")
          .append(
              switch (route.verdict()) {
                case Verdict.Allowed() -> "decided";
                case Verdict.Denied(Reason reason, String remedy) ->
                    "denied: `" + reason.code() + "`";
              })
          .append(" | ")
          .append(
              route.query().stream()
                  .map(key -> key.name() + ": " + type(key))
                  .collect(Collectors.joining(", ")))
          .append(" | ")
          .append(cell(route.why()))
          .append(" |\n");
    }
    page.append("\n## Reasons\n\n| reason | what to do |\n|---|---|\n");
    Arrays.stream(Reason.values())
        .forEach(reason ->
            page.append("| `")
                .append(reason.code())
                .append("` | ")
                .append(cell(reason.remedy()))
                .append(" |\n"));
    requireCurrent("endpoints.md", page.toString());
  }

  @Test
  void containerCreateIsCurrent() throws IOException {
    StringBuilder page = new StringBuilder();
    page.append("# Bodies of the Engine API\n\n")
        .append(
            "Written from the broker's schemas. A key that is not listed, or in another case, is refused. `null` is the zero value of every field.\n");
    Map<String, Shape.Struct> bodies = new TreeMap<>();
    bodies.put("2. `POST /containers/{id}/update`", BodySchemas.CONTAINER_UPDATE);
    bodies.put("1. `POST /containers/create`", ContainerCreateSchema.BODY);
    bodies.put("3. `POST /containers/{id}/exec`", BodySchemas.EXEC_CREATE);
    bodies.put("4. `POST /exec/{id}/start`", BodySchemas.EXEC_START);
    bodies.put("5. `POST /commit`", BodySchemas.COMMIT);
    bodies.put("6. `POST /networks/create`", BodySchemas.NETWORK_CREATE);
    bodies.put("7. `POST /networks/{id}/connect`", BodySchemas.NETWORK_CONNECT);
    bodies.put("8. `POST /networks/{id}/disconnect`", BodySchemas.NETWORK_DISCONNECT);
    bodies.put("9. `POST /volumes/create`", BodySchemas.VOLUME_CREATE);
    bodies.forEach((title, schema) -> {
      page.append("\n## ")
          .append(title.substring(3))
          .append("\n\n| field | type | rule | why |\n|---|---|---|---|\n");
      rows(schema, "", page);
    });
    requireCurrent("container-create.md", page.toString());
  }

  private static void rows(Shape.Struct struct, String prefix, StringBuilder page) {
    for (Field field : struct.fields()) {
      String path = prefix + field.name();
      page.append("| `")
          .append(path)
          .append("` | ")
          .append(field.shape().describe())
          .append(" | ")
          .append(cell(field.rule().describe()))
          .append(" | ")
          .append(cell(field.why()))
          .append(" |\n");
      below(field.shape(), path, page);
    }
  }

  private static void below(Shape shape, String path, StringBuilder page) {
    switch (shape) {
      case Shape.Struct struct -> rows(struct, path + ".", page);
      case Shape.Items items -> below(items.item(), path + "[]", page);
      case Shape.Entries entries -> below(entries.value(), path + ".*", page);
      case Shape.Text ignored -> {}
      case Shape.Flag ignored -> {}
      case Shape.Int ignored -> {}
      case Shape.Words ignored -> {}
    }
  }

  private static String type(QueryKey key) {
    String type = key.type().name().toLowerCase(Locale.ROOT);
    return key.repeatable() ? type + ", repeatable" : type;
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static void requireCurrent(String name, String page) throws IOException {
    Path file = REFERENCE.resolve(name);
    if (Boolean.getBoolean("reference.write")) {
      Files.createDirectories(REFERENCE);
      Files.writeString(file, page);
    }
    assertThat(file).content().isEqualTo(page);
  }
}
