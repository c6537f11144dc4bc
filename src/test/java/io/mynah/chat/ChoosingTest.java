package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mynah.domain.MessageRef;
import io.mynah.domain.Person;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which chat of an account, and whom of a group. */
class ChoosingTest {
  @TempDir Path home;
  private Bot bot;
  private Someone ann;

  @BeforeEach
  void start() {
    bot = new Bot(home).unsealed().start();
    ann = bot.someone(1);
  }

  @AfterEach
  void close() {
    bot.close();
  }

  private void sendsAnAccount(int chats) {
    Export[] all =
        IntStream.range(0, chats)
            .mapToObj(i -> Export.chatWith("Friend " + i, 100 + i).says("Friend " + i, 20 + i, "x"))
            .toArray(Export[]::new);
    ann.sends("result.json", Export.account(all), "/train");
    ann.awaits(anyText("ask.chat"));
  }

  private void sendsAGroup() {
    Export group =
        Export.group("Climbing", 7)
            .says("Kim", 12, "k")
            .says("Bella", 30, "b")
            .says("Zoe", 2, "z")
            .says("Tim", 20, "t");
    ann.sends("result.json", group.json(), "/train");
    ann.awaits(anyText("ask.people"));
  }

  @Test
  void ofAWholeAccountItAsksWhichChatTheBusiestFirst() {
    sendsAnAccount(3);
    assertThat(ann.readsAll()).hasSize(1);
    ann.hears("ask.chat", 3);
    assertThat(ann.buttons())
        .containsExactly("Friend 2 · 22", "Friend 1 · 21", "Friend 0 · 20", text("button.cancel"));
    ann.presses("Friend 1");
    ann.awaits(text("notice.done", "Friend 1"));
    ann.awaitsQuiet();
    assertThat(people()).containsExactly("Friend 1");
  }

  @Test
  void manyChatsComeInPages() {
    sendsAnAccount(19);
    assertThat(ann.reads()).contains(text("ask.page", "page", 1, "pages", 3));
    assertThat(ann.buttons())
        .hasSize(10)
        .contains("Friend 18 · 38")
        .endsWith("▶", text("button.cancel"));
    ann.presses("▶");
    assertThat(ann.buttons()).hasSize(11).contains("Friend 10 · 30", "◀", "▶");
    ann.presses("▶");
    assertThat(ann.buttons())
        .containsExactly(
            "Friend 2 · 22", "Friend 1 · 21", "Friend 0 · 20", "◀", text("button.cancel"));
    ann.presses("◀");
    assertThat(ann.reads()).contains(text("ask.page", "page", 2, "pages", 3));
    ann.presses("Friend 5");
    ann.awaits(text("notice.done", "Friend 5"));
    assertThat(ann.readsAll()).hasSize(1);
  }

  @Test
  void aChatCanBeNamedInWordsToo() {
    sendsAnAccount(19);
    ann.says("friend");
    ann.hears("ask.by-name");
    ann.says("Friend 1");
    ann.awaitsQuiet();
    assertThat(people()).containsExactly("Friend 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"kim, BELLA", "kim und Bella", "Bella и Kim", "Bella y kim", "kim e bella"})
  void peopleOfAGroupCanBeNamedInWordsToo(String words) {
    sendsAGroup();
    ann.says("kim and Zoe");
    assertThat(ann.reads()).as("Zoe wrote too little").startsWith(text("ask.by-name"));
    ann.says(words);
    ann.presses(text("button.train-picked", 2));
    ann.awaitsQuiet();
    assertThat(bot.school().lessons()).hasSize(2);
    ann.says("/speak Kim");
    assertThat(ann.reads()).isEqualTo("k 12 from Kim");
  }

  @Test
  void aNameInWordsIsOneMoreTickAndTakesNoneAway() {
    sendsAGroup();
    var question = ann.newest().ref();
    ann.presses("Bella");
    ann.presses("Tim");
    ann.says("kim");
    ann.hears("ask.picked", "Bella, Tim, and Kim");
    assertThat(ann.buttons())
        .containsExactly(text("button.train-picked", 3), text("button.cancel"));
    assertThat(bot.phone().now(question).buttons())
        .extracting(row -> row.get(0).label())
        .containsExactly(
            "✓ Bella · 30", "✓ Tim · 20", "✓ Kim · 12", text("button.train-picked", 3));
    var before = ann.newest().ref();
    ann.says("Kim");
    assertThat(ann.buttons()).as("ticked already").contains(text("button.train-picked", 3));
    assertThat(bot.phone().now(before).buttons()).as("only the newest has some").isEmpty();
    var picked = ann.newest().ref();
    ann.presses(text("button.train-picked", 3));
    ann.awaitsQuiet();
    assertThat(bot.school().lessons()).hasSize(3);
    assertThat(bot.phone().now(picked).buttons()).isEmpty();
  }

  @Test
  void digitsAreNoPartOfANameButMayBeAWholeOne() {
    Export choir =
        Export.group("Choir", 5)
            .says("Bella 99", 20, "b")
            .says("1984", 15, "o")
            .says("Kim", 12, "k");
    ann.sends("result.json", choir.json(), "/train");
    ann.awaits(text("ask.people", "title", "Choir", "count", 3));
    for (String words : List.of("99", "9", "1,3", "1 3")) {
      ann.says(words);
      assertThat(ann.reads()).as(words).startsWith(text("ask.by-name"));
    }
    ann.says("1984, bella 99");
    ann.hears("ask.picked", "1984 and Bella 99");
  }

  @Test
  void theNameThatWasWrittenStandsOnThePageThatIsShown() {
    Export choir = Export.group("Choir", 5);
    for (int i = 10; i < 30; i++) {
      choir.says("Singer " + i, i, "la");
    }
    ann.sends("result.json", choir.json(), "/train");
    ann.awaits(text("ask.page", "page", 1, "pages", 3));
    var question = ann.newest().ref();
    ann.says("Singer 11");
    assertThat(bot.phone().now(question).text()).contains(text("ask.page", "page", 3, "pages", 3));
    assertThat(bot.phone().now(question).buttons())
        .extracting(row -> row.get(0).label())
        .contains("✓ Singer 11 · 11");
    ann.presses(text("button.cancel"));
    bot.phone().await("deleted", () -> !bot.reading());
    assertThat(bot.corpora().people(ann.owner())).isEmpty();
  }

  @Test
  void chatsWithTooLittleInThemAreCountedButNotOffered() {
    ann.sends(
        "result.json",
        Export.account(
            Export.chatWith("Kim", 1).says("Kim", 3, "k"),
            Export.chatWith("Bella", 2).says("Bella", 20, "b")),
        "/train");
    ann.awaits(text("ask.chat", 1));
    assertThat(ann.reads()).contains(text("ask.chats-left-out", "count", 1, "needed", 10));
    assertThat(ann.buttons()).containsExactly("Bella · 20", text("button.cancel"));
  }

  @Test
  void ofChatsThatWereNotChosenNothingStaysNotEvenTheName() throws IOException {
    bot.requiresFolder();
    ann.sends(
        "result.json",
        Export.account(
            Export.chatWith("Bella", 2).says("Bella", 20, "hello"),
            Export.chatWith("Quentin", 1).says("Quentin", 20, "Zanzibar")),
        "/train");
    ann.awaits(text("ask.chat", 2));
    assertThat(filesHolding("Zanzibar")).as("the raw file alone").hasSize(1);
    ann.presses("Bella");
    ann.awaits(text("notice.done", "Bella"));
    ann.awaitsQuiet();
    assertThat(filesHolding("hello 7")).isNotEmpty();
    await().untilAsserted(() -> assertThat(filesHolding("Zanzibar")).isEmpty());
    await().untilAsserted(() -> assertThat(filesHolding("+49 111")).isEmpty());
    await().untilAsserted(() -> assertThat(filesHolding("Quentin")).isEmpty());
  }

  @Test
  void ofAGroupItAsksWhomTheBusiestFirstAndTrainsThosePicked() {
    sendsAGroup();
    assertThat(ann.reads())
        .startsWith(text("ask.people", "title", "Climbing", "count", 4))
        .contains(text("ask.people-left-out", "count", 1, "needed", 10));
    assertThat(ann.buttons())
        .containsExactly("Bella · 30", "Tim · 20", "Kim · 12", text("button.cancel"));
    ann.presses("Kim");
    ann.presses("Bella");
    assertThat(ann.buttons())
        .containsExactly(
            "✓ Bella · 30",
            "Tim · 20",
            "✓ Kim · 12",
            text("button.train-picked", 2),
            text("button.cancel"));
    ann.presses("✓ Kim");
    assertThat(ann.buttons()).contains("Kim · 12", text("button.train-picked", 1));
    ann.presses(text("button.train-picked", 1));
    ann.awaits(text("notice.done", "Bella"));
    ann.awaitsQuiet();
    assertThat(ann.readsAll()).hasSize(1);
    assertThat(bot.school().lessons()).hasSize(1);
    assertThat(bot.school().lessons().get(0).turns()).as("what the others said").hasSize(64);
    ann.says("/speak Tim");
    ann.hears("speak.untrained", "Tim");
    ann.presses(text("button.train", "Tim"));
    ann.awaits(text("notice.done", "Tim"));
  }

  @Test
  void ofAGroupWithOneWhoWroteEnoughItDoesNotAsk() {
    ann.sends(
        "result.json",
        Export.group("Climbing", 7)
            .says("Kim", 3, "k")
            .says("Bella", 30, "b")
            .says("Bo", 2, "o")
            .json(),
        "/train");
    ann.awaits(text("notice.done", "Bella"));
    assertThat(ann.reads()).contains(text("upload.others-too-few", "count", 2, "needed", 10));
  }

  @Test
  void aButtonPressedTwiceIsToldThatTheWorkIsUnderWayAndLaterThatItIsOld() {
    bot.school().hold();
    sendsAGroup();
    ann.presses("Bella");
    MessageRef question = ann.newest().ref();
    String train = ann.action(text("button.train-picked", 1));
    ann.presses(question, train);
    ann.presses(question, train);
    assertThat(ann.reads()).isIn(text("upload.under-way"), text("hint.stale-button"));
    bot.school().release();
    ann.awaitsQuiet();
    ann.presses(question, train);
    ann.hears("hint.stale-button");
    assertThat(bot.school().lessons()).hasSize(1);
  }

  @Test
  void aButtonTrainsThoseWhoWerePickedWhenItWasShown() {
    sendsAGroup();
    ann.says("kim");
    Phone.Shown kim = ann.newest();
    String train = ann.action(text("button.train-picked", 1));
    ann.says("bella");
    assertThat(ann.buttons())
        .containsExactly(text("button.train-picked", 2), text("button.cancel"));
    ann.presses(kim.ref(), train);
    ann.hears("hint.stale-button");
    assertThat(bot.phone().now(kim.ref()).buttons()).isEmpty();
    assertThat(bot.school().lessons()).isEmpty();
    ann.presses(text("button.train-picked", 2));
    ann.awaitsQuiet();
    assertThat(bot.school().lessons()).hasSize(2);
  }

  @Test
  void nobodyElseCanPressTheButtonsOfAnUpload() {
    sendsAGroup();
    MessageRef question = ann.newest().ref();
    Someone eve = bot.someone(9);
    for (String action : List.of("pick:1:1", "chat:1:0", "go:1", "cup:1", "yes:1", "no:1")) {
      eve.presses(question, action);
      assertThat(eve.reads()).as(action).contains(text("hint.stale-button"));
    }
    assertThat(ann.reads()).contains(text("ask.people", "title", "Climbing", "count", 4));
    assertThat(ann.buttons()).noneMatch(label -> label.startsWith("✓"));
  }

  @Test
  void buttonsWithNumbersThatAreNotThereAreOld() {
    sendsAGroup();
    MessageRef question = ann.newest().ref();
    for (String action :
        List.of(
            "pick:1:3",
            "pick:1:99",
            "pick:2:0",
            "pickpg:1:1",
            "chat:1:0",
            "chatpg:1:0",
            "go:1",
            "go:1:1",
            "pages:1",
            "yes:1")) {
      ann.presses(question, action);
      assertThat(ann.reads()).as(action).contains(text("hint.stale-button"));
    }
    ann.presses(question, "pick:1:2");
    ann.presses(text("button.train-picked", 1));
  }

  @Test
  void questionsAreAnsweredAfterARestart() {
    ann.sends(
        "result.json",
        Export.account(
            Export.group("Climbing", 7)
                .says("Kim", 12, "k")
                .says("Bo", 15, "o")
                .says("Al", 11, "l"),
            Export.chatWith("Bella", 2).says("Bella", 20, "b")),
        "/train");
    ann.awaits(text("ask.chat", 2));
    bot.restart();
    ann.presses("Climbing");
    ann.awaits(text("ask.people", "title", "Climbing", "count", 3));
    ann.presses("Kim");
    bot.restart();
    assertThat(ann.buttons()).contains("✓ Kim · 12");
    ann.presses(text("button.train-picked", 1));
    ann.awaits(text("notice.done", "Kim"));
    assertThat(ann.readsAll()).hasSize(1);
  }

  @Test
  void theCancelButtonAndTheCancelCommandEndAQuestionAndDeleteTheFile() {
    sendsAGroup();
    String pick = ann.action("Bella");
    ann.presses(text("button.cancel"));
    ann.awaits(text("upload.cancelled"));
    bot.phone().await("deleted", () -> !bot.reading());
    assertThat(bot.blobs().names("upload")).isEmpty();
    ann.presses(ann.newest().ref(), pick);
    ann.hears("hint.stale-button");

    sendsAGroup();
    ann.says("/status");
    ann.hears("status.asking");
    ann.says("/cancel");
    bot.phone().await("deleted", () -> !bot.reading());
    assertThat(ann.readsLast(3)).contains(text("upload.cancelled"), text("cancel.upload"));
    assertThat(bot.blobs().names("upload")).isEmpty();
    ann.says("/status");
    ann.hears("status.nothing");
  }

  @Test
  void aQuestionThatCannotBeEndedKeepsNoOtherFromIt() {
    Someone ben = bot.someone(2);
    sendsAnAccount(2);
    Export[] chats = {
      Export.chatWith("Kim", 100).says("Kim", 20, "k"),
      Export.chatWith("Zoe", 101).says("Zoe", 20, "z")
    };
    ben.sends("result.json", Export.account(chats), "/train");
    ben.awaits(text("ask.chat", 2));
    bot.stop();
    bot.clock().advance(Duration.ofMinutes(61));
    bot.phone().failNextEdit(new IllegalStateException("no way"));
    bot.start();
    ben.hears("upload.expired");
  }

  @Test
  void aQuestionOfAnotherBotIsLeftToThatBot() {
    sendsAGroup();
    bot.stop();
    bot.clock().advance(Duration.ofMinutes(61));
    bot.phone().moveElsewhere(ann.owner());
    bot.start();
    assertThat(bot.blobs().names("upload")).isNotEmpty();
    assertThat(ann.buttons()).isNotEmpty();
    bot.stop();
    bot.phone().moveElsewhere(null);
    bot.start();
    ann.hears("upload.expired");
  }

  @Test
  void aQuestionWaitsForOneHourAndTheRawFileIsGoneThen() {
    sendsAGroup();
    MessageRef question = ann.newest().ref();
    String pick = ann.action("Bella");
    bot.clock().advance(Duration.ofMinutes(61));
    bot.restart();
    ann.hears("upload.expired");
    assertThat(ann.buttons()).isEmpty();
    assertThat(bot.blobs().names("upload")).isEmpty();
    ann.presses(question, pick);
    ann.hears("hint.stale-button");
  }

  @Test
  void strangeNamesMakeButtonsThatCanBeRead() {
    ann.sends(
        "result.json",
        Export.account(
            Export.chatWith("", 1).says("A", 14, "a"),
            Export.chatWith("two\nlines", 2).says("B", 13, "b"),
            Export.chatWith("👨‍👩‍👧‍👦".repeat(60), 3).says("C", 12, "c"),
            Export.chatWith("דנה", 4).says("D", 11, "d")),
        "/train");
    ann.awaits(text("ask.chat", 4));
    assertThat(ann.buttons())
        .hasSize(5)
        .contains(text("chat.untitled") + " · 14", "two lines · 13", "\u2068דנה\u2069 · 11")
        .allMatch(label -> label.codePointCount(0, label.length()) < 64);
  }

  private List<String> people() {
    return bot.corpora().people(ann.owner()).stream().map(Person::name).toList();
  }

  private List<Path> filesHolding(String words) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file -> {
                try {
                  return Files.readString(file, StandardCharsets.ISO_8859_1).contains(words);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              })
          .toList();
    }
  }
}
