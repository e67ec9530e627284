package dev.airlock.e2e.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/// Runs on the older engine; its tag lets a build choose: {@code -Dgroups=engine-older}.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("engine-older")
@OnEngine(Suite.TRIXIE)
public @interface OlderEngine {}
