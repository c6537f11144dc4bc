package io.mynah.app.wiring;

import java.time.Clock;
import java.util.Map;
import java.util.Properties;

/** What a command finds around it; injected, so that tests bring their own. */
public record CommandEnvironment(
    Map<String, String> environment, Properties system, Terminal terminal, Clock clock) {
  public MynahHome home() {
    return MynahHome.of(environment, system);
  }

  /** The settings of the data folder and the environment. */
  public MynahConfig config() {
    return new ConfigLoader().load(home().settings(), environment);
  }
}
