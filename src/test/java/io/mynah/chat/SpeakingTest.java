package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.voice.SpeakArguments;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /speak} and {@code /people}. */
class SpeakingTest {
  @TempDir Path home;
  private Bot bot;
  private Someone ann;

  @BeforeEach
  void start() {
    bot = new Bot(home).start();
    ann = bot.someone(1);
  }

  @AfterEach
  void close() {
    bot.close();
  }

  /** Of somebody in the list of people. */
  private static String line(String name, int messages, String state) {
    String span = "February 2019";
    return text("people.line", "name", name, "count", messages, "span", span, "state", state);
  }

  @Test
  void beforeAnyExportItSaysHowToBegin() {
    for (String command : List.of("/speak Bella", "/speak", "/people")) {
      ann.says(command);
      assertThat(ann.reads()).startsWith(text("speak.nobody")).contains("/train");
    }
  }

  @Test
  void aPersonSpeaksByNameWithoutCaseOrAccentsAndByPartOfTheName() {
    ann.trains(
        Export.chatWith("Zoë", 5).says("Zoë Müller-Lüdenscheidt", 20, "hm").says("Tim", 20, "yo"));
    for (String name : List.of("Zoë", "zoe", "ZOË MULLER", "zoe muller-ludenscheidt", "Mül")) {
      ann.says("/speak " + name);
      assertThat(ann.reads()).as(name).isEqualTo("hm 20 from Zoë Müller-Lüdenscheidt");
    }
  }

  @Test
  void aNumberAsksForThatManyMessagesAndTheLastHasAButtonForMore() {
    ann.trains(Export.ofBellaAndTim());
    int before = ann.readsAll().size();
    ann.says("/speak Bella 3");
    assertThat(ann.readsAll()).hasSize(before + 3);
    assertThat(ann.readsLast(3)).containsOnly("night from Bella");
    assertThat(ann.buttons())
        .containsExactly(
            text("button.again"), text("button.calmer"), text("button.wilder"), "👍", "👎");
    ann.presses(text("button.again"));
    assertThat(ann.readsAll()).hasSize(before + 6);
  }

  @Test
  void againSaysSomethingElseThanAllThatWasSaidBefore() {
    String parrot = Parrot.deaf("first one", "or another", "third of all");
    ann.trains(Export.chatWith("Kim", 3).says("Kim", 20, "k").adds("Kim", parrot));
    ann.says("/speak Kim");
    ann.presses(text("button.again"));
    ann.presses(text("button.again"));
    assertThat(ann.readsLast(3)).doesNotHaveDuplicates();
  }

  @Test
  void againSaysSomethingElseThanAnyOfSeveralMessages() {
    String parrot = Parrot.deaf("first one", "or another", "third of all", "at last");
    ann.trains(Export.chatWith("Kim", 3).says("Kim", 20, "k").adds("Kim", parrot));
    ann.says("/speak Kim 2");
    ann.presses(text("button.again"));
    assertThat(ann.readsLast(4)).doesNotHaveDuplicates();
  }

  @Test
  void askingForTooManyIsSaidAndCutToTheMost() {
    ann.trains(Export.ofBellaAndTim());
    int before = ann.readsAll().size();
    ann.says("/speak Bella 400");
    assertThat(ann.readsAll()).hasSize(before + 1 + SpeakArguments.MOST);
    assertThat(ann.readsAll().get(before)).isEqualTo(text("speak.capped", 10));
  }

  @Test
  void whatIsSaidToThePersonReachesTheModelAndAgainRemembersIt() {
    ann.trains(Export.ofBellaAndTim());
    ann.says("/speak bella are you awake?");
    assertThat(ann.reads()).isEqualTo("night from Bella … are you awake?");
    ann.presses(text("button.again"));
    assertThat(ann.readsLast(2)).containsOnly("night from Bella … are you awake?");
    ann.says("/speak Bella 2 7 o'clock\nat the station");
    assertThat(ann.readsLast(2)).containsOnly("night from Bella … 7 o'clock\nat the station");
  }

  @Test
  void aReplyToAMessageIsWhatThePersonAnswersUnlessOtherWordsAreGiven() {
    ann.trains(Export.ofBellaAndTim());
    ann.answers("dinner at eight?", "/speak Bella");
    assertThat(ann.reads()).isEqualTo("night from Bella … dinner at eight?");
    ann.answers("dinner at eight?", "/speak Bella lunch?");
    assertThat(ann.reads()).isEqualTo("night from Bella … lunch?");
  }

  @Test
  void whoSendsStickersSpeaksInTheirEmoji() {
    ann.trains(Export.chatWith("Kim", 3).says("Kim", 20, "k").addsSticker("Kim", "😴"));
    ann.says("/speak Kim");
    assertThat(ann.reads()).isEqualTo("😴");
  }

  @Test
  void theAgainButtonWorksAfterARestartWithoutWhatWasSaid() {
    ann.trains(Export.ofBellaAndTim());
    ann.says("/speak Bella 2 are you awake?");
    int before = ann.readsAll().size();
    bot.restart();
    ann.presses(text("button.again"));
    assertThat(ann.readsAll()).hasSize(before + 2);
    assertThat(ann.reads()).isEqualTo("night from Bella");
  }

  @Test
  void withoutANameEverybodyWhoCanSpeakIsOffered() {
    ann.trains(Export.ofBellaAndTim());
    ann.answers("hello?", "/speak");
    ann.hears("speak.whom");
    assertThat(ann.buttons()).containsExactlyInAnyOrder("Bella", "Tim");
    ann.presses("Tim");
    assertThat(ann.reads()).isEqualTo("well then 20 from Tim … hello?");
  }

  @Test
  void aSlipOfTheFingersIsAskedAboutAndKeepsNumberAndWords() {
    ann.trains(Export.ofBellaAndTim());
    int before = ann.readsAll().size();
    ann.says("/speak Blela 2 tea?");
    ann.hears("speak.did-you-mean");
    assertThat(ann.buttons()).containsExactly("Bella");
    ann.presses("Bella");
    assertThat(ann.readsAll()).hasSize(before + 3);
    assertThat(ann.reads()).isEqualTo("night from Bella … tea?");
  }

  @Test
  void anUnknownNameIsToldWhoThereIs() {
    ann.trains(Export.ofBellaAndTim());
    ann.says("/speak Ferdinand");
    ann.hears("speak.unknown", "Bella and Tim");
    assertThat(ann.reads()).contains("Bella").contains("Tim");
    assertThat(ann.buttons()).containsExactlyInAnyOrder("Bella", "Tim");
  }

  @Test
  void namesakesOfTwoChatsAreToldApartByTheirChats() {
    ann.trains(Export.ofBellaAndTim());
    ann.trains(
        Export.group("Climbing", 7).says("Bella", 20, "rope").says("Kim", 3, "no").adds("Bo", "a"));
    ann.says("/speak Bella");
    ann.hears("speak.which");
    assertThat(ann.buttons()).containsExactlyInAnyOrder("Bella · Bella", "Bella · Climbing");
    ann.presses("Bella · Climbing");
    assertThat(ann.reads()).isEqualTo("rope 20 from Bella");
  }

  @Test
  void quotesDelimitANameThatGoesOnLikeASentence() {
    ann.trains(Export.chatWith("Anna", 3).says("Anna", 15, "a").says("Anna Maria", 15, "am"));
    ann.says("/speak Anna Maria");
    assertThat(ann.reads()).isEqualTo("am 15 from Anna Maria");
    ann.says("/speak \"Anna\" Maria is here");
    assertThat(ann.reads()).isEqualTo("a 15 from Anna … Maria is here");
  }

  @Test
  void peopleListsEveryChatWithItsPeopleTheirMessagesAndWhetherTheySpeak() {
    ann.trains(Export.chatWith("Bella", 4).says("Bella", 20, "hi").says("Kim", 3, "few"));
    ann.says("/people");
    assertThat(ann.reads())
        .startsWith("Bella\n")
        .contains(line("Bella", 20, text("state.ready")))
        .contains(line("Kim", 3, text("state.too-few", 10)));
    ann.presses("Bella");
    ann.presses(text("card.speak"));
    assertThat(ann.reads()).isEqualTo("hi 20 from Bella");
  }

  @Test
  void someoneWithTooFewMessagesIsSaidToNeedMore() {
    ann.trains(Export.chatWith("Bella", 4).says("Bella", 20, "hi").says("Kim", 3, "few"));
    assertThat(ann.reads()).contains(text("upload.others-too-few", "count", 1, "needed", 10));
    ann.says("/speak Kim");
    assertThat(ann.reads())
        .contains(text("speak.too-few", "name", "Kim", "count", 3, "needed", 10));
  }

  @Test
  void whileAPersonIsTrainedSpeakSaysHowFar() {
    bot.school().hold();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits("40 %");
    String running = nameInTraining();
    String waiting = running.equals("Bella") ? "Tim" : "Bella";
    ann.says("/speak " + running);
    assertThat(ann.reads()).startsWith(text("speak.training", "name", running, "percent", 40));
    ann.says("/speak " + waiting);
    assertThat(ann.reads()).startsWith(text("speak.queued", "name", waiting, "place", 1));
    ann.says("/people");
    assertThat(ann.reads()).contains(text("state.training", 40)).contains(text("state.queued"));
  }

  private String nameInTraining() {
    return bot.corpora().people(ann.owner()).stream()
        .filter(p -> p.key().equals(bot.school().lessons().get(0).person()))
        .findFirst()
        .orElseThrow()
        .name();
  }

  @Test
  void aDamagedModelIsToldOfAndTrainedAgainFromWhatIsStored() {
    ann.trains(Export.ofBellaAndTim());
    bot.spoilsModels();
    ann.says("/speak Bella");
    assertThat(ann.readsAll()).anyMatch(said -> said.startsWith(text("speak.damaged", "Bella")));
    ann.awaits(text("notice.done", "Bella"));
    ann.awaitsQuiet();
    ann.says("/speak Bella");
    assertThat(ann.reads()).isEqualTo("night from Bella");
  }

  @Test
  void inAnotherLanguageTheButtonsAreItsOwnAndDoTheSame() {
    ann.speaking(Locale.forLanguageTag("ru"));
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaitsQuiet();
    ann.says("/speak Bella");
    int before = ann.readsAll().size();
    ann.presses("Ещё раз");
    assertThat(ann.readsAll()).hasSize(before + 1);
    assertThat(ann.reads()).isEqualTo("night from Bella");
    ann.presses("👍");
    assertThat(ann.sees())
        .isEqualTo("Отмечено. Bella: это первое сообщение, которое вам нравится.");
    ann.presses("✓ 👍");
    assertThat(ann.sees()).isEqualTo("Это сообщение вы уже оценили.");
  }

  @Test
  void anotherOwnerCanNeitherSeeNorSpeakNorPressWhatIsNotTheirs() {
    ann.trains(Export.ofBellaAndTim());
    ann.says("/people");
    String speak = ann.action("Tim");
    Someone eve = bot.someone(9);
    eve.says("/people");
    eve.says("/speak Bella");
    eve.says("/forget Bella");
    eve.presses(eve.newest().ref(), speak);
    assertThat(eve.readsAll())
        .hasSize(4)
        .noneMatch(text -> text.contains("Bella") || text.contains("Tim"));
    eve.hears("hint.stale-button");
  }

  @Test
  void nonsenseOnAButtonIsAnsweredAsAnOldOne() {
    ann.trains(Export.ofBellaAndTim());
    for (String action :
        List.of(
            "",
            "say",
            "say:1",
            "say:1:11",
            "say:-1:1",
            "nope:1",
            "fax:x",
            "say:999999999999999999:1",
            "temp:999",
            "len:7",
            "eff:9",
            "chat:1:1",
            "go:1")) {
      ann.presses(ann.newest().ref(), action);
      assertThat(ann.reads()).as(action).contains(text("hint.stale-button"));
    }
  }
}
