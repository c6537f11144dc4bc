package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.VoiceBase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /mydata}: everything that is kept of an owner. */
class MyDataTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path home;
  private Bot bot;
  private Someone ann;

  @BeforeEach
  void start() {
    bot = new Bot(home).trainsFrom(new VoiceBase("tiny-1", false, "")).examines().start();
    ann = bot.someone(1);
  }

  @AfterEach
  void close() {
    bot.close();
  }

  private static Export chat(String name, String says) {
    Export chat = Export.chatWith(name, 11);
    for (int i = 1; i <= 40; i++) {
      chat.adds(name, says + " " + i).adds("Tim", "WELL " + i + " THEN?");
    }
    return chat;
  }

  /** The files that someone was sent with the last zip. */
  private Map<String, byte[]> received(Someone who) throws IOException {
    who.awaits(text("mydata.sent", "number", 1, "count", 1));
    who.awaitsQuiet();
    List<Phone.SentFile> sent = bot.phone().files(who.address());
    Phone.SentFile zip = sent.get(sent.size() - 1);
    assertThat(zip.name()).isEqualTo("mynah-data.zip");
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip.content()))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), in.readAllBytes());
      }
    }
    return files;
  }

  private static JsonNode json(Map<String, byte[]> files, String name) throws IOException {
    return JSON.readTree(files.get(name));
  }

  @Test
  void saysWhoIsOnePersonWithWhom() throws IOException {
    ann.trains(Export.chatWith("Home", 1).says("Bella", 20, "hi"));
    ann.trains(Export.chatWith("Work", 2).says("Bella", 20, "zebra"));
    ann.says("/merge Bella@Home Bella@Work");
    ann.awaitsQuiet();
    ann.says("/mydata");
    JsonNode people = json(received(ann), "people.json");
    assertThat(people).hasSize(2);
    JsonNode main = people.get(0);
    assertThat(main.get("same_person_as").isNull()).isTrue();
    assertThat(main.get("messages").asInt()).isEqualTo(20);
    assertThat(main.get("model").get("trained_messages").asInt()).isEqualTo(40);
    assertThat(people.get(1).get("same_person_as")).isEqualTo(main.get("id"));
    assertThat(people.get(1).get("model").isNull()).isTrue();
  }

  @Test
  void sendsAllThatIsKeptOfOneWhoAsks() throws IOException {
    ann.trains(chat("Bella", "hi from the beach").reactedToBy("Bella", "❤"));
    ann.says("/speak Bella");
    bot.rests();
    ann.says("/settings temperature 0.7");
    ann.says("/chat Bella");
    ann.says("/stop");
    bot.phone().tables = true;
    ann.says("/settings tables on");
    ann.says("/mydata voices");
    Map<String, byte[]> files = received(ann);
    assertThat(new String(files.get("README.txt"), StandardCharsets.UTF_8))
        .contains("messages-NUMBER.json");
    JsonNode chat = json(files, "chats.json").get(0);
    JsonNode messages = json(files, "messages-" + chat.get("id") + ".json");
    assertThat(messages.size()).isEqualTo(80);
    assertThat(messages.findValuesAsText("text")).contains("hi from the beach 1", "WELL 40 THEN?");
    JsonNode people = json(files, "people.json");
    assertThat(people)
        .extracting(person -> person.get("name").asText())
        .containsExactlyInAnyOrder("Bella", "Tim");
    JsonNode reactions = people.get(0).get("reactions");
    assertThat(reactions.get("messages_of_others").asInt()).isEqualTo(40);
    assertThat(reactions.get("reacted_to").asInt()).isEqualTo(40);
    assertThat(reactions.get("emoji").get("❤").asInt()).isEqualTo(40);
    assertThat(people.get(1).get("reactions").isNull()).isTrue();
    JsonNode model = people.get(0).get("model");
    assertThat(model.get("trained_messages").asInt()).isEqualTo(40);
    assertThat(model.get("base").get("name").asText()).isEqualTo("tiny-1");
    assertThat(json(files, "jobs.json").size()).isEqualTo(2);
    assertThat(json(files, "jobs.json").get(0).get("curve").size()).isPositive();
    assertThat(json(files, "reports.json").size()).isEqualTo(2);
    assertThat(json(files, "sayings.json").size()).isPositive();
    assertThat(json(files, "settings.json").get(0).get("you").asText()).isEqualTo("telegram:1");
    assertThat(json(files, "settings.json").get(0).at("/set/tables").asBoolean()).isTrue();
    assertThat(files.keySet().stream().filter(name -> name.startsWith("model-"))).hasSize(2);
    assertThat(bot.home().resolve("mydata")).isEmptyDirectory();
  }

  @Test
  void sendsWhatComesOfTalkingAndPlaying() throws IOException {
    ann.trains(chat("Bella", "hi from the beach"));
    ann.says("/speak Bella are you awake?");
    ann.presses("👎");
    ann.says("always, for you");
    ann.in(new Group(new Address("group"), "Friends")).says("/share Bella");
    ann.says("/chat Bella");
    bot.rests();
    ann.says("/mydata");
    Map<String, byte[]> files = received(ann);
    JsonNode corrections = json(files, "corrections.json");
    assertThat(corrections.findValuesAsText("text")).containsExactly("always, for you");
    assertThat(corrections.findValuesAsText("said_to")).containsExactly("are you awake?");
    assertThat(json(files, "shares.json").findValuesAsText("group")).containsExactly("Friends");
    assertThat(json(files, "talks.json").size()).isEqualTo(1);
  }

  @Test
  void sendsNothingOfAnybodyElse() throws IOException {
    Someone ben = bot.someone(2);
    ann.trains(chat("Bella", "hi from the beach"));
    ben.trains(chat("Carla", "snow in the hills"));
    ben.says("/mydata Stimmen");
    Map<String, byte[]> files = received(ben);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (file.getKey().endsWith(".json")) {
        assertThat(new String(file.getValue(), StandardCharsets.UTF_8))
            .doesNotContain("Bella", "beach", "telegram:1\"");
      }
    }
    assertThat(json(files, "chats.json").size()).isEqualTo(1);
    assertThat(files.keySet().stream().filter(name -> name.startsWith("model-"))).hasSize(2);
  }

  @Test
  void sendsTheLittleThatIsKeptOfOneWhoSentNothing() throws IOException {
    ann.speaking(Locale.FRENCH).says("/train");
    ann.says("/mydata");
    Map<String, byte[]> files = received(ann);
    assertThat(json(files, "settings.json").get(0).get("language_of_your_app").asText())
        .isEqualTo("fr");
    assertThat(json(files, "dialogues.json").size()).isEqualTo(1);
    assertThat(json(files, "chats.json").size()).isZero();
  }

  @Test
  void sendsNothingWhereOthersReadAlong() {
    ann.trains(chat("Bella", "hi from the beach"));
    Group group = new Group(new Address("group"), "Friends");
    ann.in(group).says("/mydata");
    assertThat(bot.phone().files(group.address())).isEmpty();
    assertThat(bot.phone().files(ann.address())).isEmpty();
  }

  @Test
  void theFilesOfTheVoicesAreLeftOutUnlessTheyAreAskedFor() throws IOException {
    ann.trains(chat("Bella", "hi from the beach"));
    ann.says("/mydata");
    Map<String, byte[]> files = received(ann);
    assertThat(files.keySet()).noneMatch(name -> name.endsWith(".bin"));
    assertThat(new String(files.get("README.txt"), StandardCharsets.UTF_8))
        .contains("/mydata voices");
    assertThat(ann.readsAll()).contains(text("mydata.packing"));
  }

  @Test
  void whatElseIsSaidIsAnsweredWhileItIsSentAndOneIsEnough() throws IOException {
    ann.trains(chat("Bella", "hi from the beach"));
    bot.phone().holdDocuments();
    ann.says("/mydata");
    ann.hears("mydata.packing");
    bot.phone().await("it is on its way", bot.phone()::isSending);
    ann.says("/speak Bella");
    assertThat(ann.reads()).startsWith("hi from the beach");
    ann.says("/mydata");
    ann.hears("mydata.under-way");
    assertThat(bot.working(ann.owner())).isTrue();
    bot.phone().releaseSends();
    ann.awaitsQuiet();
    assertThat(bot.phone().files(ann.address())).hasSize(1);
    ann.says("/mydata");
    assertThat(received(ann)).containsKey("README.txt");
    assertThat(bot.phone().files(ann.address())).hasSize(2);
  }

  /** Has someone's data be on its way, and their number of messages on their way be this. */
  private void isSentTo(Someone who, int onTheirWay) {
    who.says("/mydata");
    bot.phone().await(onTheirWay + " on their way", () -> bot.phone().sending() == onTheirWay);
  }

  private void awaitNothingLeft() throws IOException {
    Path folder = bot.home().resolve("mydata");
    bot.phone().await("nothing is left in the folder", () -> folder.toFile().list().length == 0);
  }

  @Test
  void cancelStopsIt() throws IOException {
    ann.trains(chat("Bella", "hi from the beach"));
    bot.phone().holdDocuments();
    isSentTo(ann, 1);
    ann.says("/cancel");
    ann.hears("cancel.mydata");
    ann.says("/cancel");
    ann.hears("cancel.nothing");
    bot.phone().releaseSends();
    awaitNothingLeft();
  }

  @Test
  void whoStoppedItMayAskAnewWhileTheOldIsOnItsWay() throws IOException {
    ann.trains(chat("Bella", "hi from the beach"));
    bot.phone().holdDocuments();
    isSentTo(ann, 1);
    ann.says("/cancel");
    isSentTo(ann, 2);
    ann.hears("mydata.packing");
    bot.phone().releaseOldestSend();
    bot.phone().await("the old one came", () -> bot.phone().files(ann.address()).size() == 1);
    bot.phone()
        .await("it left nothing", () -> bot.home().resolve("mydata").toFile().list().length == 1);
    ann.says("/mydata");
    ann.hears("mydata.under-way");
    ann.says("/cancel");
    ann.hears("cancel.mydata");
    bot.phone().releaseSends();
    awaitNothingLeft();
  }

  @Test
  void twoGetTheirsAtATimeAndWhoWaitsIsToldSo() throws IOException {
    Someone ben = bot.someone(2);
    Someone carla = bot.someone(3);
    Someone dora = bot.someone(4);
    bot.phone().holdDocuments();
    isSentTo(ann, 1);
    isSentTo(ben, 2);
    assertThat(ben.reads()).doesNotContain(text("mydata.waits"));
    isSentTo(carla, 2);
    assertThat(carla.reads()).startsWith(text("mydata.packing")).endsWith(text("mydata.waits"));
    isSentTo(dora, 2);
    dora.says("/cancel");
    dora.hears("cancel.mydata");
    bot.phone().releaseSends();
    for (Someone each : List.of(ann, ben, carla)) {
      assertThat(received(each)).containsKey("README.txt");
    }
    awaitNothingLeft();
    assertThat(bot.phone().files(dora.address())).isEmpty();
  }
}
