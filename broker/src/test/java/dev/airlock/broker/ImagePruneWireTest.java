package dev.airlock.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `docker image prune`, `docker builder prune` and what `docker system prune` makes of them.
class ImagePruneWireTest {
  private static final String OWN = id('a');
  private static final String STEP = id('b');
  private static final String BASE = id('c');
  private static final String FOREIGN = id('d');
  private static final String TAG = "sandbox-session/s1/app:1";

  private Rig rig;

  @BeforeEach
  void start() throws IOException {
    rig = new Rig();
    haveImages();
  }

  private void haveImages() {
    rig.daemon.json(
        "GET /images/json",
        200,
        "["
            + image(OWN, STEP, "", 130, "")
            + ","
            + image(STEP, BASE, "", 110, "\"dev.airlock.session\":\"s1\"")
            + ","
            + image(BASE, "", "\"sandbox/base:1\"", 100, "")
            + ","
            + image(FOREIGN, "", "", 900, "\"dev.airlock.session\":\"s2\"")
            + "]");
    rig.daemon.json(
        "GET /images/json?filters", 200, "[{\"Id\":\"" + OWN + "\"},{\"Id\":\"" + FOREIGN + "\"}]");
    rig.daemon.json("DELETE /images/", 409, "{\"message\":\"in use\"}");
    rig.daemon.json("DELETE /images/" + OWN, 200, "[{\"Deleted\":\"" + OWN + "\"}]");
    rig.daemon.json("DELETE /images/" + STEP, 200, "[{\"Deleted\":\"" + STEP + "\"}]");
  }

  @AfterEach
  void stop() throws IOException {
    rig.close();
  }

  private static String id(char digit) {
    return "sha256:" + String.valueOf(digit).repeat(64);
  }

  private static String image(String id, String parent, String tags, int size, String labels) {
    return ("{'Id':'%s','ParentId':'%s','RepoTags':[%s],'RepoDigests':[],'Size':%d,"
            + "'SharedSize':-1,'Labels':{%s}}")
        .replace('\'', '"')
        .formatted(id, parent, tags, size, labels);
  }

  private void commit(String id) throws IOException {
    Containers.create(rig, "web");
    haveImages();
    rig.daemon.json("POST /commit", 201, "{\"Id\":\"" + id + "\"}");
    assertThat(rig.ask("POST", "/commit?container=web", "").status()).isEqualTo(201);
  }

  private List<String> deletions() {
    return rig.daemon.lines().stream().filter(line -> line.startsWith("DELETE /images")).toList();
  }

  @Test
  void removesTheSessionsImagesOneByOneAndWhatTheyWereBuiltFrom() throws IOException {
    commit(OWN);
    JsonNode report = Rig.json(rig.ask("POST", "/images/prune", ""));
    assertThat(report.path("ImagesDeleted").toString())
        .isEqualTo("[{\"Deleted\":\"" + OWN + "\"},{\"Deleted\":\"" + STEP + "\"}]");
    assertThat(report.path("SpaceReclaimed").asLong()).isEqualTo(30);
    assertThat(deletions())
        .containsExactly(
            "DELETE /images/" + OWN + "?noprune=1", "DELETE /images/" + STEP + "?noprune=1");
  }

  @Test
  void neverSendsAPruneOrTouchesWhatIsNotTheSessions() throws IOException {
    JsonNode report = Rig.json(rig.ask("POST", "/images/prune?filters=" + filters("false"), ""));
    assertThat(report.path("ImagesDeleted").isNull()).isTrue();
    assertThat(report.path("SpaceReclaimed").asLong()).isZero();
    assertThat(rig.daemon.lines()).allMatch(line -> line.startsWith("GET /images/json"));
  }

  @Test
  void removesTagsOfTheSessionsOwnAndShowsThemAsItKnowsThem() throws IOException {
    commit(OWN);
    rig.daemon.json("POST /images/" + OWN, 201, "");
    assertThat(rig.ask("POST", "/images/" + OWN + "/tag?repo=app&tag=1", "").status())
        .isEqualTo(201);
    rig.daemon.json(
        "GET /images/json?all", 200, "[" + image(OWN, "", '"' + TAG + '"', 9, "") + "]");
    rig.daemon.json("DELETE /images/" + TAG, 200, "[{\"Untagged\":\"" + TAG + "\"}]");
    assertThat(Rig.json(rig.ask("POST", "/images/prune", "")).path("ImagesDeleted").isNull())
        .isTrue();
    assertThat(deletions()).isEmpty();
    JsonNode report = Rig.json(rig.ask("POST", "/images/prune?filters=" + filters("false"), ""));
    assertThat(report.toString())
        .isEqualTo("{\"SpaceReclaimed\":0,\"ImagesDeleted\":[{\"Untagged\":\"app:1\"}]}");
    assertThat(deletions()).containsExactly("DELETE /images/" + TAG + "?noprune=1");
  }

  private static String filters(String dangling) {
    return "%7B%22dangling%22%3A%5B%22" + dangling + "%22%5D%7D";
  }

  @Test
  void leavesWhatTheEngineKeeps() throws IOException {
    commit(OWN);
    rig.daemon.json("DELETE /images/" + OWN, 409, "{\"message\":\"in use\"}");
    rig.daemon.json("DELETE /images/" + STEP, 409, "{\"message\":\"has dependent child images\"}");
    RawClient.Answer answer = rig.ask("POST", "/images/prune", "");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(Rig.json(answer).path("ImagesDeleted").isNull()).isTrue();
  }

  @Test
  void passesFiltersToTheEnginesList() throws IOException {
    rig.ask("POST", "/images/prune?filters=%7B%22until%22%3A%5B%2224h%22%5D%7D", "");
    assertThat(rig.daemon.lines())
        .contains(
            "GET /images/json?filters=%7B%22until%22%3A%5B%2224h%22%5D%2C%22dangling%22%3A%5B%22true%22%5D%7D");
  }

  @Test
  void refusesFiltersThatItDoesNotKnow() throws IOException {
    for (String filter : List.of("{\"until\":[\"x y\"]}", "{\"reference\":[\"x\"]}")) {
      String encoded = java.net.URLEncoder.encode(filter, java.nio.charset.StandardCharsets.UTF_8);
      assertThat(rig.ask("POST", "/images/prune?filters=" + encoded, "").status()).isEqualTo(400);
    }
    assertThat(rig.daemon.lines()).isEmpty();
  }

  @Test
  void answersAPruneOfTheBuildCacheByItself() throws IOException {
    JsonNode report = Rig.json(rig.ask("POST", "/build/prune?all=1&keep-storage=0", ""));
    assertThat(report.toString()).isEqualTo("{\"SpaceReclaimed\":0,\"CachesDeleted\":null}");
    assertThat(rig.daemon.lines()).isEmpty();
  }
}
