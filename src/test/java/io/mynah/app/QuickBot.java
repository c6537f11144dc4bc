package io.mynah.app;

import io.mynah.telegram.fake.FakeBotApi;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The environment of a bot process that answers everyone at once and learns in a second. */
public final class QuickBot {
  private QuickBot() {}

  /**
   * The variables, which may be added to.
   *
   * @param home the data folder
   */
  public static Map<String, String> environment(Path home, FakeBotApi api) {
    Map<String, String> environment = new HashMap<>();
    environment.put("MYNAH_HOME", home.toString());
    environment.put("MYNAH_TELEGRAM_TOKEN", api.token());
    environment.put("MYNAH_TELEGRAM_URL", api.address().toString());
    environment.put("MYNAH_ALLOWED", "everyone");
    environment.put("MYNAH_SPEAKING_EFFORT", "quick");
    // Each voice is measured by hundreds of messages.
    environment.put("MYNAH_SPEAKING_CANDIDATES", "1");
    environment.put("MYNAH_SPEAKING_BURSTS", "false");
    environment.put("MYNAH_TRAINING_QUICK_SECONDS", "1");
    environment.put("MYNAH_TRAINING_BASE", "none");
    return environment;
  }
}
