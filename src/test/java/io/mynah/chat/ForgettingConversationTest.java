package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mynah.chat.dispatch.AllowedUsers;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.lm.training.TrainingData;
import io.mynah.store.blobs.BlobName;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /forget}: asks first, erases all there is, and says what it cannot erase. */
class ForgettingConversationTest {
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

  @Test
  void withNothingThereItSaysSo() {
    for (String command : List.of("/forget", "/forget Bella", "/forget chat")) {
      ann.says(command);
      ann.hears("forget.nothing");
    }
  }

  @Test
  void aPersonIsErasedOnlyAfterAYesAndFromEveryFile() throws Exception {
    ann.trains(Export.ofBellaAndTim());
    ann.says("/forget bella");
    assertThat(ann.reads())
        .isEqualTo(
            text(
                "forget.ask-person",
                "name",
                "Bella",
                "title",
                "Bella",
                "count",
                20,
                "voice",
                1,
                "others",
                1));
    assertThat(ann.buttons()).containsExactly(text("button.erase"), text("button.keep"));
    assertThat(people()).contains("Bella");
    assertThat(bot.holds("night from Bella")).isTrue();

    ann.presses(text("button.erase"));
    assertThat(ann.reads())
        .startsWith(text("forget.done-person", "name", "Bella", "voice", 1, "others", 1))
        .contains(text("forget.left-in-chat"));
    assertThat(ann.buttons()).isEmpty();
    assertThat(people()).containsExactly("Tim");
    await().untilAsserted(() -> assertThat(bot.holds("Bella")).isFalse());
    ann.awaitsQuiet();
    ann.says("/speak Bella");
    ann.hears("speak.unknown", "Tim");
    ann.presses("Tim");
    assertThat(ann.reads()).isEqualTo("well then 20 from Tim");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"everything", "EVERYTHING", "alles", "Alles", "todo", "tudo", "всё", "все", "Всё"})
  void everythingMayBeSaidInEachLanguage(String word) {
    ann.trains(Export.ofBellaAndTim());
    ann.speaking(Locale.GERMAN).says("/forget " + word);
    assertThat(ann.reads()).startsWith("Soll ich alles von dir vergessen?");
    ann.speaking(Locale.ENGLISH).says("/forget " + word);
    ann.hears("forget.ask-everything", "chats", 1, "people", 2);
    ann.presses(text("button.keep"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat", "Chat", "conversa", "чат", "chat Bella", "чат bella"})
  void aChatMayBeSaidInEachLanguage(String words) {
    ann.trains(Export.ofBellaAndTim());
    ann.says("/forget " + words);
    ann.hears("forget.ask-chat", "title", "Bella", "people", 2, "count", 40, "others", 0);
  }

  @Test
  void theChatAndAllInItIsErased() throws Exception {
    ann.trains(Export.ofBellaAndTim());
    ann.says("/forget chat");
    ann.hears("forget.ask-chat", "title", "Bella", "people", 2, "count", 40, "others", 0);
    ann.presses(text("button.erase"));
    assertThat(ann.reads())
        .startsWith(text("forget.done-chat", "title", "Bella", "others", 0))
        .contains(text("forget.left-in-chat"));
    await().untilAsserted(() -> assertThat(bot.holds("Bella")).isFalse());
    await().untilAsserted(() -> assertThat(bot.holds("well then")).isFalse());
    ann.says("/people");
    ann.hears("speak.nobody");
  }

  @Test
  void ofSeveralChatsTheOneNamedIsMeantOrItAsks() {
    ann.trains(Export.ofBellaAndTim());
    ann.trains(Export.chatWith("Zoë at work", 5).says("Zoë", 20, "z"));
    ann.says("/forget chat");
    ann.hears("forget.which-chat");
    assertThat(ann.buttons()).containsExactlyInAnyOrder("Bella", "Zoë at work");
    ann.says("/forget chat of nobody");
    ann.hears("forget.unknown-chat");
    ann.presses("Bella");
    ann.hears("forget.ask-chat", "title", "Bella", "people", 2, "count", 40, "others", 0);
    ann.presses(text("button.keep"));
    ann.says("/forget chat \"ZOE\"");
    ann.presses(text("button.erase"));
    assertThat(ann.reads())
        .startsWith(text("forget.done-chat", "title", "Zoë at work", "others", 0));
    assertThat(people()).containsExactlyInAnyOrder("Bella", "Tim");
  }

  @Test
  void everythingErasesChatsVoicesAndSettingsButNotTheRightToUseTheBot() throws Exception {
    bot.stop();
    bot.allows(new AllowedUsers.ByLink(), "code").start();
    ann.says("/start code");
    ann.trains(Export.ofBellaAndTim());
    ann.says("/settings temperature 1.2");
    ann.says("/forget everything");
    ann.hears("forget.ask-everything", "chats", 1, "people", 2);
    ann.presses(text("button.erase"));
    assertThat(ann.reads())
        .startsWith(text("forget.done-everything"))
        .contains(text("forget.left-in-chat"));
    for (String words : List.of("Bella", "well then", "from Tim")) {
      await().untilAsserted(() -> assertThat(bot.holds(words)).as(words).isFalse());
    }
    assertThat(bot.blobs().names()).isEmpty();
    assertThat(bot.blobs().isEmpty()).isTrue();
    ann.says("/settings");
    assertThat(ann.reads()).containsPattern(anyText("settings.shown", "temperature", 0.8));
    ann.says("/forget");
    ann.hears("forget.nothing");
  }

  @Test
  void everythingOfOneWhoSentNothingIsErasedToo() throws Exception {
    ann.speaking(Locale.forLanguageTag("pt-AO"));
    ann.says("/train");
    assertThat(bot.holds("pt-AO")).isTrue();
    ann.says("/forget everything");
    ann.presses("Sim");
    assertThat(ann.reads()).startsWith("Esqueci tudo o que é seu");
    await().untilAsserted(() -> assertThat(bot.holds("pt-AO")).isFalse());
  }

  @Test
  void whoIsBeingTrainedIsForgottenWithTheTraining() throws Exception {
    bot.school().hold();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits("40 %");
    bot.phone().await("the upload is done with", () -> !bot.reading());
    ann.says("/forget Bella");
    ann.presses(text("button.erase"));
    assertThat(ann.reads())
        .startsWith(text("forget.done-person", "name", "Bella", "voice", 1, "others", 1));
    bot.school().release();
    ann.awaitsQuiet();
    await().untilAsserted(() -> assertThat(bot.holds("Bella")).isFalse());
    assertThat(bot.phone().at(ann.address()).get(0).now().text())
        .contains(text("notice.done", "Tim"));
  }

  @Test
  void theProgressOfATrainingWhoseMessagesAreErasedNamesNobodyAndHasNoButtons() {
    for (String what : List.of("everything", "chat")) {
      bot.school().hold();
      ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
      ann.awaits("40 %");
      bot.phone().await("the upload is done with", () -> !bot.reading());
      Phone.Shown notice = ann.newest();
      ann.says("/forget " + what);
      ann.presses(text("button.erase"));
      bot.school().release();
      ann.awaitsQuiet();
      assertThat(bot.phone().now(notice.ref())).as(what).isEqualTo(Reply.of(text("notice.erased")));
    }
  }

  @Test
  void whoForgetsEverythingReadsInTheirLanguageWhatBecameOfTheTraining() {
    bot.school().hold();
    ann.speaking(Locale.GERMAN).sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits("40 %");
    bot.phone().await("the upload is done with", () -> !bot.reading());
    Phone.Shown notice = ann.newest();
    ann.says("/forget alles");
    ann.presses("Ja");
    assertThat(bot.phone().now(notice.ref()).text())
        .isEqualTo(
            "Das Training ist zu Ende: Die Nachrichten, aus denen ich gelernt habe, sind"
                + " gelöscht.");
  }

  /** All three have voices; Dan is being trained once more. */
  private void trainThree() {
    bot.stop();
    bot.trainsAtOnce(2).start();
    ann.trainsAll(Export.ofThreeFriends(), "Bella", "Carl", "Dan");
    bot.school().hold();
    ann.presses(ann.newest().ref(), "learn:" + ann.person("Dan").value());
    bot.phone().await("Dan's training", () -> bot.school().lessons().size() == 4);
  }

  /** Does something once while Bella is erased: when Carl's voice is gone, and Dan's is not. */
  private void forgetsBellaWhile(Runnable deed) {
    AtomicBoolean done = new AtomicBoolean();
    Thread here = Thread.currentThread();
    BlobName carl = BlobName.model(ann.person("Carl"));
    ann.says("/forget Bella");
    bot.phone()
        .onEdit(
            () -> {
              if (Thread.currentThread().equals(here)
                  && bot.blobs().store().find(carl).isEmpty()
                  && !done.getAndSet(true)) {
                deed.run();
              }
            });
    ann.presses(text("button.erase"));
    assertThat(done).isTrue();
    bot.school().release();
    ann.awaitsQuiet();
    assertThat(people()).containsExactlyInAnyOrder("Carl", "Dan");
  }

  private void assertThatTheLastTwoLearnNothingOfBella() {
    List<TrainingData> lessons = bot.school().lessons();
    List<TrainingData> last = lessons.subList(lessons.size() - 2, lessons.size());
    assertThat(last).extracting(TrainingData::person).doesNotHaveDuplicates();
    for (TrainingData lesson : last) {
      assertThat(lesson.turns()).noneMatch(turn -> turn.text().contains("Bella"));
    }
  }

  @Test
  void aTrainingThatBeginsMeanwhileMakesNoVoiceOfWhatIsErased() {
    trainThree();
    PersonId carl = ann.person("Carl");
    forgetsBellaWhile(
        () -> {
          bot.trainsUnseen(ann.owner(), carl);
          bot.phone().await("Carl's training", () -> bot.school().lessons().size() == 5);
        });
    assertThat(bot.school().lessons()).hasSize(7);
    assertThatTheLastTwoLearnNothingOfBella();
  }

  @Test
  void whoConversesMeanwhileMissesNoVoice() {
    trainThree();
    bot.pauses().hold();
    ann.says("/converse Carl and Dan");
    assertThat(bot.pauses().due()).isNotEmpty();
    forgetsBellaWhile(bot::rests);
    assertThat(ann.readsAll()).noneMatch(anyText("speak.damaged").asPredicate());
    assertThatTheLastTwoLearnNothingOfBella();
  }

  @Test
  void forgettingEverythingEndsAnUploadThatIsUnderWay() {
    bot.phone().holdFetches();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    bot.phone().await("fetching", () -> !bot.phone().fetched().isEmpty());
    ann.says("/forget everything");
    ann.presses(text("button.erase"));
    assertThat(ann.reads()).startsWith(text("forget.done-everything"));
    bot.phone().releaseFetches();
    assertThat(bot.reading()).isFalse();
    assertThat(people()).isEmpty();
    assertThat(bot.blobs().names("upload")).isEmpty();
  }

  @Test
  void whenItIsNotSureWhoIsMeantItOffersNames() {
    ann.trains(Export.ofBellaAndTim());
    ann.says("/forget");
    assertThat(ann.reads()).startsWith(text("forget.which")).contains("/forget everything");
    assertThat(ann.buttons()).containsExactlyInAnyOrder("Bella", "Tim");
    ann.says("/forget Blela");
    ann.hears("speak.did-you-mean");
    ann.says("/forget Bella and the rest");
    ann.hears("forget.which");
    ann.presses("Bella");
    assertThat(ann.reads())
        .containsPattern(anyText("forget.ask-person", "name", "Bella", "title", "Bella"));
    ann.says("/forget Ferdinand");
    ann.hears("forget.unknown", "Bella and Tim");
    assertThat(people()).hasSize(2);
  }

  private List<String> people() {
    return bot.corpora().people(ann.owner()).stream().map(Person::name).toList();
  }
}
