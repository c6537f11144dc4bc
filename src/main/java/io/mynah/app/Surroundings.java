package io.mynah.app;

import java.time.Clock;
import java.util.Map;
import java.util.Properties;

/** What a command finds around it; injected, so that tests bring their own. */
record Surroundings(
    Map<String, String> environment, Properties system, Terminal terminal, Clock clock) {
  MynahHome home() {
    return MynahHome.of(environment, system);
  }

  /** The settings of the data folder and the environment. */
  MynahConfig config() {
    return new ConfigLoader().load(home().settings(), environment);
  }
}
