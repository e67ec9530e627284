package dev.airlock.broker.inspect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.RefusedException;
import dev.airlock.broker.route.Admission.Admitted;
import dev.airlock.broker.schema.BodySchemas;
import dev.airlock.broker.schema.Screening;
import java.util.Optional;

/// Volumes: local, without options, under names of the session's own.
final class VolumeInspector {

  private VolumeInspector() {}

  static void requireLocal(String driver) throws RefusedException {
    if (!driver.isEmpty() && !driver.equals("local")) {
      throw RefusedException.denied(
          Reason.VOLUME_DRIVER, "a volume's driver is '" + StrictJson.printable(driver) + "'");
    }
  }

  static Decision create(Admitted request, Body body, World world) throws RefusedException {
    Screening screening = Screened.optionalJson(body, BodySchemas.VOLUME_CREATE);
    requireLocal(JsonRead.text(screening.asked(), "Driver"));
    String name = JsonRead.text(screening.asked(), "Name");
    ObjectNode sent = screening.sent();
    Optional<String> engineName = Optional.empty();
    if (!name.isEmpty()) {
      engineName = Optional.of(References.volumeName(world, name));
      sent.put("Name", engineName.get());
    }
    if (engineName.isEmpty() || !world.objects().ownsVolume(engineName.get())) {
      Counting.requireRoom(
          world.objects().count().volumes(), world.policy().limits().volumes(), "volumes");
    }
    sent.put("Driver", "local");
    sent.set("Labels", Labels.stamped(screening.asked(), "Labels", world.policy()));
    return Upstream.to(request)
        .path("/volumes/create")
        .json(sent)
        .forward(new Effect.VolumeCreated(engineName));
  }
}
