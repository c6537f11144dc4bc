package io.mynah.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.store.TestPostgres;
import io.mynah.telegram.fake.FakeBotApi;
import io.mynah.telegram.fake.FakeFile;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.vault.TestKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several bots of Telegram on one PostgreSQL server. */
class SeveralBotsTest {
  @TempDir Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private FakeBotApi server(long bot) {
    FakeBotApi api = FakeBotApi.startOf(bot);
    open.add(api);
    return api;
  }

  private MynahProcess start(FakeBotApi api, String home, Map<String, String> more)
      throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("MYNAH_HOME", folder.resolve(home).toString());
    environment.put("MYNAH_DATABASE", TestPostgres.url(folder));
    environment.put("MYNAH_MASTER_KEY", TestKeys.MASTER.text());
    environment.put("MYNAH_TELEGRAM_TOKEN", api.token());
    environment.put("MYNAH_TELEGRAM_URL", api.address().toString());
    environment.put("MYNAH_ALLOWED", "everyone");
    environment.put("MYNAH_TRAINING_WORKERS", "none");
    environment.putAll(more);
    MynahProcess process = MynahProcess.start(environment, "bot");
    open.add(process);
    return process;
  }

  private static void awaitListening(MynahProcess process) throws Exception {
    process.awaitLine(line -> line.contains("is listening"));
  }

  @Test
  void aPersonIsAnotherOneToEachBotUnlessTheBotsShareThem() throws Exception {
    FakeBotApi first = server(1);
    FakeBotApi second = server(2);
    FakeBotApi third = server(3);
    awaitListening(start(first, "first", Map.of()));
    awaitListening(start(second, "second", Map.of("MYNAH_TELEGRAM_NAME", "second")));
    awaitListening(
        start(
            third,
            "third",
            Map.of("MYNAH_TELEGRAM_NAME", "third", "MYNAH_TELEGRAM_SHARED_OWNERS", "true")));
    FakeUser atFirst = first.user("Olga");
    FakeUser atSecond = second.user("Olga");
    FakeUser atThird = third.user("Olga");
    assertThat(atSecond.id()).isEqualTo(atFirst.id()).isEqualTo(atThird.id());
    byte[] chat = SmallChat.json().getBytes(StandardCharsets.UTF_8);

    atFirst.sends(FakeFile.of("result.json", chat), "/train");
    atFirst.sees("Bella is waiting");
    atSecond.says("/people");
    atSecond.sees("don't know anyone yet");
    atThird.says("/people");
    atThird.sees("Bella");
    atSecond.says("/forget everything");
    atSecond.sees("Shall I forget everything");
    String unused = atSecond.presses("Yes, erase");
    atSecond.sees("I forgot everything");
    atThird.says("/people Bella");
    atThird.sees("50 messages");
    for (FakeBotApi each : List.of(first, second, third)) {
      assertThat(each.complaints()).isEmpty();
    }
  }

  @Test
  void oneBotDoesNotRunUnderTwoNames() throws Exception {
    FakeBotApi api = server(1);
    awaitListening(start(api, "first", Map.of()));
    MynahProcess twin = start(api, "twin", Map.of("MYNAH_TELEGRAM_NAME", "second"));
    assertThat(twin.awaitEnd()).isEqualTo(2);
    assertThat(twin.output()).anyMatch(line -> line.contains("under another name"));
  }

  @Test
  void anotherBotWithoutANameIsToldThatItNeedsOne() throws Exception {
    awaitListening(start(server(1), "first", Map.of()));
    MynahProcess other = start(server(2), "other", Map.of());
    assertThat(other.awaitEnd()).isEqualTo(2);
    assertThat(other.output()).anyMatch(line -> line.contains("MYNAH_TELEGRAM_NAME"));
  }
}
