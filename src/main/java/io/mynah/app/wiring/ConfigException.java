package io.mynah.app.wiring;

/** Thrown when a setting is invalid; the message is for the user who set it. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConfigException(String setting, String must) {
    super(
        "The setting %s (%s) cannot be used: %s."
            .formatted(setting, ConfigLoader.variable(setting), must));
  }

  ConfigException(String message) {
    super(message);
  }

  static void check(boolean holds, String setting, String must) {
    if (!holds) {
      throw new ConfigException(setting, "it must be " + must);
    }
  }
}
