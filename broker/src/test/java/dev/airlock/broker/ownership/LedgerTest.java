package dev.airlock.broker.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.airlock.broker.policy.Owner;
import dev.airlock.broker.policy.SessionNames;
import dev.airlock.rules.DefaultRegistry;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Owner OWNER = new Owner("s1", "secret");
  private static final String ID = "ab".repeat(32);
  private static final String OTHER = "ac".repeat(32);

  private final Map<String, JsonNode> engine = new HashMap<>();
  private final Ledger ledger = new Ledger(this::answer, OWNER);

  private Optional<JsonNode> answer(String target) throws IOException {
    if (engine.isEmpty()) {
      throw new IOException("engine away");
    }
    return engine.entrySet().stream()
        .filter(entry -> target.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private void says(String target, String json) throws IOException {
    engine.put(target, JSON.readTree(json.replace('\'', '"')));
  }

  private static OwnedContainer container(String id, String name) {
    return new OwnedContainer(id, name, MissingNode.getInstance(), Set.of());
  }

  @Test
  void findsAContainerByIdNameAndUniquePrefix() {
    ledger.containerCreated(container(ID, "web"));
    ledger.containerCreated(container(OTHER, "db"));

    assertThat(ledger.container(ID)).get().extracting(each -> each.name()).isEqualTo("web");
    assertThat(ledger.container("/web")).get().extracting(each -> each.id()).isEqualTo(ID);
    assertThat(ledger.container("aba")).get().extracting(each -> each.id()).isEqualTo(ID);
    assertThat(ledger.container("a")).isEmpty();
    assertThat(ledger.container("")).isEmpty();
    assertThat(ledger.container("/")).isEmpty();
    assertThat(ledger.container("foreign")).isEmpty();
  }

  @Test
  void prefersANameToAPrefixOfAnId() {
    ledger.containerCreated(container(ID, "web"));
    ledger.containerCreated(container(OTHER, "ab"));

    assertThat(ledger.container("ab")).get().extracting(each -> each.id()).isEqualTo(OTHER);
  }

  @Test
  void asksForNamesThatTheEngineChose() throws IOException {
    says("/containers/" + ID + "/json", "{'Id':'" + ID + "','Name':'/happy_turing'}");
    ledger.containerCreated(container(ID, ""));

    assertThat(ledger.container("happy_turing")).isPresent();
    assertThat(ledger.dnsNames()).containsExactly("happy_turing");
  }

  @Test
  void forgetsARemovedContainerButStillKnowsItsEvents() {
    ledger.containerCreated(container(ID, "web"));
    ledger.execCreated("e1", ID);
    ledger.containerRemoved(ID);

    assertThat(ledger.container("web")).isEmpty();
    assertThat(ledger.knowsContainer(ID)).isTrue();
    assertThat(ledger.exec("e1")).isEmpty();
  }

  @Test
  void givesANameToWhoeverGotItLast() {
    ledger.containerCreated(container(ID, "web"));
    ledger.containerCreated(container(OTHER, "web"));

    assertThat(ledger.container("web")).get().extracting(each -> each.id()).isEqualTo(OTHER);
  }

  @Test
  void neverAsksForAnExecThatItWasNotToldOf() throws IOException {
    ledger.containerCreated(container(ID, "web"));
    String own = "e1".repeat(32);
    String foreign = "e2".repeat(32);
    says("/exec/" + foreign + "/json", "{'ContainerID':'" + ID + "'}");
    ledger.execCreated(own, ID);

    assertThat(ledger.exec(own)).isPresent();
    assertThat(ledger.exec(foreign)).isEmpty();
    assertThat(ledger.exec("../../x")).isEmpty();
  }

  @Test
  void ownsAnonymousVolumesOfItsContainersOnly() throws IOException {
    String own = "0a".repeat(32);
    String foreign = "0b".repeat(32);
    ledger.containerCreated(container(ID, "web"));
    says(
        "/containers/json",
        "[{'Id':'"
            + ID
            + "','Mounts':[{'Type':'volume','Name':'"
            + own
            + "'}]},{'Id':'"
            + OTHER
            + "','Mounts':[{'Type':'volume','Name':'"
            + foreign
            + "'}]}]");

    assertThat(ledger.ownsVolume(own)).isTrue();
    assertThat(ledger.ownsVolume(foreign)).isFalse();
    assertThat(ledger.ownsVolume("db")).isFalse();
  }

  @Test
  void hasNothingWhenTheEngineCannotBeAsked() {
    ledger.containerCreated(container(ID, ""));

    assertThat(ledger.container("web")).isEmpty();
    assertThat(ledger.exec("e1".repeat(32))).isEmpty();
    assertThat(ledger.ownsVolume("0a".repeat(32))).isFalse();
  }

  @Test
  void isFilledAgainWithWhatCarriesTheSecret() throws IOException {
    String own = "'Labels':{'dev.airlock.owner':'secret','dev.airlock.asked':'{}'}";
    says(
        "/containers/json",
        "[{'Id':'"
            + ID
            + "','Names':['/web','/db/alias'],"
            + own
            + "},{'Id':'"
            + OTHER
            + "','Names':['/foreign'],'Labels':{'dev.airlock.owner':'guess'}}]");
    says("/networks", "[{'Id':'n1','Name':'net'," + own + "},{'Id':'n2','Name':'bridge'}]");
    says(
        "/volumes",
        "{'Volumes':[{'Name':'sandbox-s1_db'," + own + "},{'Name':'sandbox-s1_x','Labels':null}]}");
    says(
        "/images/json",
        "[{'Id':'sha256:"
            + ID
            + "','RepoTags':['sandbox-session/s1/app:latest']},"
            + "{'Id':'sha256:"
            + OTHER
            + "','RepoTags':['sandbox-session/s2/app:latest']}]");

    new OwnedObjects(
            this::answer, OWNER, new SessionNames("s1", new DefaultRegistry("registry.example")))
        .teach(ledger);

    assertThat(ledger.containers()).extracting(OwnedContainer::name).containsExactly("web");
    assertThat(ledger.networks()).extracting(OwnedNetwork::name).containsExactly("net");
    assertThat(ledger.volumes()).containsExactly("sandbox-s1_db");
    assertThat(ledger.ownsTag("sandbox-session/s1/app:latest")).isTrue();
    assertThat(ledger.ownsTag("sandbox-session/s2/app:latest")).isFalse();
    assertThat(ledger.image(ID.substring(0, 12))).contains("sha256:" + ID);
    assertThat(ledger.image(OTHER)).isEmpty();
  }
}
