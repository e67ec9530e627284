package dev.airlock.cli.session;

import static java.util.Objects.requireNonNull;

import dev.airlock.compose.SessionPlan.Limits;
import java.nio.file.Path;
import java.util.List;

/// A session as the user asked for it, each part checked for itself.
///
/// @param airlock whether only allowed hosts are reached
/// @param allow the egress rules
/// @param image empty for ours
/// @param name empty for the workspace's
/// @param audit the file for decisions; empty for none
public record SessionRequest(
    List<String> command,
    DockerChoice docker,
    boolean airlock,
    List<String> allow,
    String image,
    String name,
    Path workspace,
    Limits limits,
    String audit) {

  public SessionRequest {
    command = List.copyOf(command);
    requireNonNull(docker, "docker is null");
    allow = List.copyOf(allow);
    requireNonNull(image, "image is null");
    requireNonNull(name, "name is null");
    requireNonNull(workspace, "workspace is null");
    requireNonNull(limits, "limits is null");
    requireNonNull(audit, "audit is null");
  }
}
