package dev.airlock.compose.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ImageRecipesTest {
  private static final Map<String, ContextFile> JARS = Map.of("one.jar", file("one"));

  @Test
  void sameInputsGiveTheSameReferences() {
    assertThat(ImageRecipes.of(JARS)).isEqualTo(ImageRecipes.of(JARS));
    assertThat(ImageRecipes.of(JARS).gateway().reference())
        .isEqualTo(ImageRecipes.of(JARS).gateway().reference())
        .matches("sandbox/gateway:[0-9a-f]{16}");
  }

  @Test
  void aChangedJarChangesTheGatewayAlone() {
    ImageRecipes before = ImageRecipes.of(JARS);
    ImageRecipes after = ImageRecipes.of(Map.of("one.jar", file("two")));
    assertThat(after.gateway().reference()).isNotEqualTo(before.gateway().reference());
    assertThat(after.agent()).isEqualTo(before.agent());
    assertThat(after.hello()).isEqualTo(before.hello());
  }

  @Test
  void aChangedBaseChangesWhatIsBuiltOnIt() {
    ImageRecipes recipes = ImageRecipes.of(JARS);
    assertThat(recipes.all(true))
        .filteredOn(context -> !context.image().equals("sandbox/base"))
        .allSatisfy(context ->
            assertThat(context.arguments()).containsEntry("BASE", recipes.base().reference()));
  }

  @Test
  void scriptsAreExecutableAndJarsAreNot() {
    BuildContext gateway = ImageRecipes.of(JARS).gateway();
    assertThat(gateway.files().get("sandbox")).matches(ContextFile::executable);
    assertThat(gateway.files().get("train")).matches(ContextFile::executable);
    assertThat(gateway.files().get("lib/one.jar")).matches(file -> !file.executable());
    assertThat(gateway.files().get("Dockerfile")).matches(file -> !file.executable());
  }

  @Test
  void movingBytesFromOneFileToTheNextChangesTheDigest() {
    assertThat(context("ab", "c").digest()).isNotEqualTo(context("a", "bc").digest());
  }

  @Test
  void thePrivateEngineIsBuiltOnlyWhereItIsAskedFor() {
    ImageRecipes recipes = ImageRecipes.of(JARS);
    assertThat(recipes.all(false)).doesNotContain(recipes.engine());
    assertThat(recipes.all(true)).containsAll(recipes.all(false)).contains(recipes.engine());
  }

  @Test
  void namesNoRegistry() {
    assertThat(ImageRecipes.of(JARS).all(true))
        .allSatisfy(context ->
            assertThat(requireNonNull(context.files().get("Dockerfile")).open())
                .asString(UTF_8)
                .contains("FROM ")
                .doesNotContainPattern("FROM [^\\s]*\\.[^\\s]*/"));
  }

  @Test
  void refusesAContextWithoutADockerfile() {
    assertThatThrownBy(() -> new BuildContext("x", new TreeMap<>(), new TreeMap<>()))
        .hasMessage("no Dockerfile for 'x'");
  }

  private static BuildContext context(String first, String second) {
    TreeMap<String, ContextFile> files = new TreeMap<>();
    files.put("Dockerfile", file(first));
    files.put("second", file(second));
    return new BuildContext("x", files, new TreeMap<>());
  }

  private static ContextFile file(String content) {
    return ContextFile.of(content.getBytes(UTF_8), false);
  }
}
