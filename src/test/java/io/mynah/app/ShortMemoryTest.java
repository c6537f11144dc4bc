package io.mynah.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mynah.telegram.fake.FakeBotApi;
import io.mynah.telegram.fake.FakeFile;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.SentMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bot with too little memory for what it is asked. */
class ShortMemoryTest {
  /** A call whose thread found no memory is only missed when its time is over. */
  private static final Duration PATIENCE = Duration.ofSeconds(200);

  @TempDir Path home;

  private final FakeBotApi api = FakeBotApi.start();
  private final Map<String, String> environment = new HashMap<>();
  private MynahProcess bot;
  private FakeUser olga;

  @BeforeEach
  void prepare() {
    environment.putAll(QuickBot.environment(home, api));
    environment.put("MYNAH_SPEAKING_DELAYS", "false");
    environment.put("MYNAH_LIMITS_MEMORY_RESERVE_MEGABYTES", "0");
    olga = api.user("Olga").waiting(PATIENCE);
  }

  @AfterEach
  void end() {
    if (bot != null) {
      bot.close();
    }
    api.close();
  }

  @Test
  void aChatTooLargeForTheHeapIsRefusedAndAllElseGoesOn() throws Exception {
    bot = MynahProcess.startLimited("80m", "1g", environment, "bot");
    FakeUser ann = api.user("Ann").waiting(PATIENCE);
    ann.sends(small(), "/train");
    ann.sees("Bella is ready.");

    olga.sends(large(150_000), "/train");
    olga.sees("I couldn't finish training Tim: there was not enough memory");
    speaksOnce(ann);
    ann.sends(small(), "/train");
    ann.sees("I knew all of it already.");
    olga.says("/help");
    olga.sees("What would you like to know more about?");
    assertThat(bot.alive()).isTrue();
  }

  @Test
  void withoutNativeMemoryTheFirstVoiceIsKept() throws Exception {
    // However busy the machine is, the network's turn comes.
    environment.put("MYNAH_TRAINING_QUICK_SECONDS", "60");
    bot = MynahProcess.startLimited("700m", "1m", environment, "bot");
    olga.sends(small(), "/train");
    olga.sees("there was not enough memory");
    speaksOnce(olga);
    assertThat(bot.output()).noneMatch(line -> line.contains("hs_err"));
  }

  private static void speaksOnce(FakeUser user) {
    int before = words(user).size();
    user.says("/speak Bella 1");
    await().atMost(PATIENCE).until(() -> words(user).size() == before + 1);
    assertThat(words(user).get(before)).doesNotContain("Something went wrong");
  }

  private static List<String> words(FakeUser user) {
    return user.messages().stream().filter(m -> m.file() == null).map(SentMessage::text).toList();
  }

  private static FakeFile small() {
    return FakeFile.of("result.json", SmallChat.json().getBytes(StandardCharsets.UTF_8));
  }

  /** A chat of two with so many messages, packed. */
  private static FakeFile large(int messages) throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json =
        JsonMapper.builder().build().createGenerator(new GZIPOutputStream(bytes))) {
      json.writeStartObject();
      json.writeStringField("name", "Tim");
      json.writeStringField("type", "personal_chat");
      json.writeNumberField("id", 12);
      json.writeArrayFieldStart("messages");
      for (int i = 1; i <= messages; i++) {
        json.writeStartObject();
        json.writeNumberField("id", i);
        json.writeStringField("type", "message");
        json.writeStringField("date", "2019-02-03T10:00:00");
        json.writeStringField("date_unixtime", String.valueOf(1_549_188_000L + 60L * i));
        json.writeStringField("from", i % 2 == 0 ? "Tim" : "Olga");
        json.writeStringField("from_id", i % 2 == 0 ? "user2" : "user3");
        json.writeStringField("text", "so it is " + Long.toString(random.nextLong(), 36));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return FakeFile.of("result.json.gz", bytes.toByteArray());
  }
}
