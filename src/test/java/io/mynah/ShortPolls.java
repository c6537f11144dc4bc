package io.mynah;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has tests look at what they wait for every 10 milliseconds, instead of every 100. JUnit finds it
 * by {@code META-INF/services}, for all classes.
 */
public final class ShortPolls implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
  }
}
