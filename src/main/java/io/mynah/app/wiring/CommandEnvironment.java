package io.mynah.app.wiring;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The environment of a command: variables, system properties, streams and clock. Injected, so that
 * tests can provide their own.
 */
public record CommandEnvironment(
    Map<String, String> environment, Properties system, Terminal terminal, Clock clock) {
  public MynahHome home() {
    return MynahHome.of(environment, system);
  }

  /** The same environment with another value of a setting, such as {@code training.workers}. */
  public CommandEnvironment with(String setting, String value) {
    Map<String, String> changed = new HashMap<>(environment);
    changed.put(ConfigLoader.variable(setting), value);
    return new CommandEnvironment(changed, system, terminal, clock);
  }

  /** The settings of the data folder and the environment. */
  public MynahConfig config() {
    return new ConfigLoader().load(home(), environment);
  }
}
