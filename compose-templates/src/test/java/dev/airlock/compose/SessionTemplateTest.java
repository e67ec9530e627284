package dev.airlock.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.compose.Service.Attachment;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionTemplateTest {

  @Test
  void printsTheWorkloadExactlyAsItIsRun() {
    SessionPlan plan = Plans.plan(Plans.AIRLOCK, Plans.SIDECAR);

    assertThat(SessionTemplate.project(plan).service("workload"))
        .isEqualTo(SessionTemplate.workload(plan));
  }

  @Test
  void putsOnlyTheEgressProxyOnTheUplink() {
    ComposeProject project = SessionTemplate.project(Plans.plan(Plans.AIRLOCK, Plans.SIDECAR));

    assertThat(project.services())
        .filteredOn(service ->
            service.attachment() instanceof Attachment.OwnNamespace own
                && own.aliases().containsKey("uplink"))
        .extracting(Service::name)
        .containsExactly("egress");
  }

  @Test
  void givesTheEngineSocketToTheBrokerAlone() {
    ComposeProject project = SessionTemplate.project(Plans.plan(Plans.AIRLOCK, Plans.SIDECAR));

    assertThat(project.services())
        .filteredOn(service ->
            service.mounts().stream()
                .anyMatch(mount ->
                    mount instanceof Mount.Bind bind
                        && bind.source().equals("/var/run/docker.sock")))
        .extracting(Service::name)
        .containsExactly("broker");
  }

  @Test
  void leavesAWayToAUserNamespaceToTheRootlessEngineAlone() {
    ComposeProject project = SessionTemplate.project(Plans.plan(Plans.AIRLOCK, Plans.ROOTLESS));

    assertThat(project.services())
        .filteredOn(service -> service.confinement().walls() != Service.Walls.CLOSED)
        .extracting(Service::name)
        .containsExactly("engine");
  }

  @Test
  void neverRunsTheRootlessEngineAsRootOrPrivileged() {
    ComposeProject project = SessionTemplate.project(Plans.plan(Plans.AIRLOCK, Plans.ROOTLESS));

    assertThat(project.service("engine").confinement().user()).isEqualTo("1000:1000");
    assertThat(ComposeYaml.write(project)).doesNotContain("privileged:").doesNotContain("devices:");
  }

  @Test
  void putsTheRootlessEngineIntoThePodsNamespaceAndOnNoOtherNetwork() {
    ComposeProject project = SessionTemplate.project(Plans.plan(Plans.AIRLOCK, Plans.ROOTLESS));

    assertThat(project.service("engine").attachment())
        .isEqualTo(new Attachment.Joined("pod", "sandbox-abcdefghij-pod"));
  }

  @Test
  void neverLabelsAVolumeThatSurvivesTheSession() {
    ComposeProject project = SessionTemplate.project(Plans.plan(Plans.BRIDGE, Plans.ROOTLESS_KEPT));

    assertThat(project.volumes())
        .filteredOn(volume -> volume.name().equals("my-engine"))
        .singleElement()
        .satisfies(volume -> {
          assertThat(volume.external()).isTrue();
          assertThat(volume.labels()).isEmpty();
        });
  }

  @Test
  void neverStartsAnythingButAWorkloadByDockerRun() {
    Service engine =
        SessionTemplate.project(Plans.plan(Plans.AIRLOCK, Plans.ROOTLESS)).service("engine");

    assertThatThrownBy(() -> DockerRun.arguments(engine))
        .hasMessageContaining("more than a workload has");
  }

  @Test
  void neverWritesTheOwnerKey() {
    String yaml =
        ComposeYaml.write(SessionTemplate.project(Plans.plan(Plans.AIRLOCK, Plans.SIDECAR)));

    assertThat(yaml).contains("SANDBOX_OWNER_KEY: ${SANDBOX_OWNER_KEY:?}");
  }

  @Test
  void keepsDollarsOfPathsAndCommandsFromBeingInterpolated() {
    SessionPlan plan =
        Plans.plan(Plans.AIRLOCK, Plans.NONE, "/srv/a$HOME", List.of("echo", "${SECRET}"));

    assertThat(ComposeYaml.write(SessionTemplate.project(plan)))
        .contains("source: /srv/a$$HOME")
        .contains("- $${SECRET}");
  }

  @Test
  void quotesCommasOfAWorkspaceInMountOptions() {
    SessionPlan plan = Plans.plan(Plans.BRIDGE, Plans.NONE, "/srv/a,readonly", List.of("true"));

    assertThat(DockerRun.arguments(SessionTemplate.workload(plan)))
        .contains("--mount=type=bind,\"src=/srv/a,readonly\",\"dst=/srv/a,readonly\"");
  }

  @Test
  void refusesAWorkspaceOwnedByASidecarsUser() {
    assertThatThrownBy(() -> new SessionPlan.WorkspacePlan("/srv/app", ReservedUsers.BROKER, 0))
        .hasMessageContaining("reserved");
  }
}
