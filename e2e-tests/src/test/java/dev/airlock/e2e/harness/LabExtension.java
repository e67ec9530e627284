package dev.airlock.e2e.harness;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/// Gives tests the {@link Lab} of the engine that their class names, and holds every class to the
/// promise that a session leaves nothing behind.
final class LabExtension implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(LabExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    context.getStore(NAMESPACE).put(Snapshot.class, lab(context).snapshot());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Snapshot before =
        requireNonNull(context.getStore(NAMESPACE).get(Snapshot.class, Snapshot.class));
    assertThat(before.differencesTo(lab(context).snapshot()))
        .as("what the sessions of this class left behind")
        .isEmpty();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Lab.class;
  }

  @Override
  public Lab resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return lab(context);
  }

  /// One lab per engine for the whole run: the root store closes it at the end.
  private static Lab lab(ExtensionContext context) {
    Suite suite =
        AnnotationSupport.findAnnotation(context.getRequiredTestClass(), OnEngine.class)
            .orElseThrow()
            .value();
    return context.getRoot().getStore(NAMESPACE).computeIfAbsent(suite, Lab::open, Lab.class);
  }
}
