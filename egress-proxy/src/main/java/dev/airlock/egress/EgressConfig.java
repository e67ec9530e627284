package dev.airlock.egress;

import static java.util.Objects.requireNonNull;

import dev.airlock.egress.policy.EgressLimits;
import dev.airlock.egress.policy.PolicyFile;
import dev.airlock.http1.Endpoint;
import dev.airlock.rules.HostRules;
import dev.airlock.rules.RuleException;
import dev.airlock.rules.RuleProblem;
import dev.airlock.rules.RuleText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Everything an egress proxy needs to know, checked.
///
/// @param audit where audit lines go; standard error if empty
/// @param namesFile the session's own names; without one there are none
/// @param session the session's id for the audit; empty by hand
public record EgressConfig(
    List<Endpoint> listen,
    HostRules rules,
    Optional<Path> audit,
    Optional<Path> namesFile,
    String session,
    EgressLimits limits) {
  public EgressConfig {
    listen = List.copyOf(listen);
    requireNonNull(rules, "rules is null");
    requireNonNull(audit, "audit is null");
    requireNonNull(namesFile, "namesFile is null");
    requireNonNull(session, "session is null");
    requireNonNull(limits, "limits is null");
  }

  /// Reads the arguments and the policy file.
  ///
  /// @throws EgressConfigException with all problems of all of them
  public static EgressConfig read(EgressArguments arguments) throws EgressConfigException {
    var problems = new ArrayList<String>();
    List<Endpoint> listen = endpoints(arguments.listen(), problems);
    var texts = new ArrayList<RuleText>();
    arguments.allow().forEach(rule -> texts.add(new RuleText(rule, "--allow")));
    arguments.policyFile().ifPresent(file -> texts.addAll(readPolicy(file, problems)));
    HostRules rules = HostRules.none();
    try {
      rules = HostRules.parse(texts);
    } catch (RuleException e) {
      e.problems().stream().map(RuleProblem::toString).forEach(problems::add);
    }
    if (!problems.isEmpty()) {
      throw new EgressConfigException(problems);
    }
    return new EgressConfig(
        listen,
        rules,
        arguments.audit(),
        arguments.namesFile(),
        arguments.session().orElse(""),
        EgressLimits.DEFAULT);
  }

  private static List<Endpoint> endpoints(List<String> texts, List<String> problems) {
    if (texts.isEmpty()) {
      problems.add("--listen is missing; write --listen tcp://127.0.0.1:3128");
    }
    var endpoints = new ArrayList<Endpoint>();
    for (String text : texts) {
      try {
        endpoints.add(Endpoint.parse(text));
      } catch (IllegalArgumentException e) {
        problems.add("--listen " + e.getMessage() + "; write --listen tcp://127.0.0.1:3128");
      }
    }
    return endpoints;
  }

  private static List<RuleText> readPolicy(Path file, List<String> problems) {
    try {
      PolicyFile policy =
          PolicyFile.parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
      problems.addAll(policy.problems());
      return policy.allow();
    } catch (IOException e) {
      problems.add("--policy '" + file + "' cannot be read (" + e + "); name a readable file");
      return List.of();
    }
  }
}
