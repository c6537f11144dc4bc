package io.mynah.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mynah.chat.dispatch.AllowedUsers;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.lm.training.TrainingData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
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
      assertThat(ann.reads()).isEqualTo("There is nothing of yours to forget.");
    }
  }

  @Test
  void aPersonIsErasedOnlyAfterAYesAndFromEveryFile() throws IOException {
    ann.trains(Export.ofBellaAndTim());
    ann.says("/forget bella");
    assertThat(ann.reads())
        .isEqualTo(
            "Shall I forget Bella, from the chat Bella? 20 messages, the name and the voice will be"
                + " erased. What others wrote stays. But the other voice of the chat learned from"
                + " these messages, too: I'll erase it and train it again, and you can't hear it"
                + " until that is done. This can't be undone.");
    assertThat(ann.buttons()).containsExactly("Yes, erase", "No, keep");
    assertThat(people()).contains("Bella");
    assertThat(filesHolding("night from Bella")).isNotEmpty();

    ann.presses("Yes");
    assertThat(ann.reads())
        .startsWith(
            "I forgot Bella: messages, name and voice are erased for good. What the others"
                + " wrote is still there. The other voice of the chat had learned from these"
                + " messages too, so I erased it and am training it again.")
        .contains("One thing I can't erase: the file that you sent stays in this chat");
    assertThat(ann.buttons()).isEmpty();
    assertThat(people()).containsExactly("Tim");
    await().untilAsserted(() -> assertThat(filesHolding("Bella")).isEmpty());
    ann.awaitsQuiet();
    ann.says("/speak Bella");
    assertThat(ann.reads()).isEqualTo("I don't know anyone by that name. I know Tim.");
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
    assertThat(ann.reads()).startsWith("Shall I forget everything I have from you?");
    ann.presses("No, keep");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat", "Chat", "conversa", "чат", "chat Bella", "чат bella"})
  void aChatMayBeSaidInEachLanguage(String words) {
    ann.trains(Export.ofBellaAndTim());
    ann.says("/forget " + words);
    assertThat(ann.reads()).startsWith("Shall I forget the chat Bella?");
  }

  @Test
  void theChatAndAllInItIsErased() throws IOException {
    ann.trains(Export.ofBellaAndTim());
    ann.says("/forget chat");
    assertThat(ann.reads())
        .startsWith(
            "Shall I forget the chat Bella? All of it will be erased: 40 messages of 2 people");
    ann.presses("Yes");
    assertThat(ann.reads())
        .startsWith("I forgot the chat Bella: messages, names and voices are erased for good.")
        .contains("I can't erase");
    await().untilAsserted(() -> assertThat(filesHolding("Bella")).isEmpty());
    await().untilAsserted(() -> assertThat(filesHolding("well then")).isEmpty());
    ann.says("/people");
    assertThat(ann.reads()).startsWith("Nobody is here yet.");
  }

  @Test
  void ofSeveralChatsTheOneNamedIsMeantOrItAsks() {
    ann.trains(Export.ofBellaAndTim());
    ann.trains(Export.chatWith("Zoë at work", 5).says("Zoë", 20, "z"));
    ann.says("/forget chat");
    assertThat(ann.reads()).isEqualTo("Which chat should I forget?");
    assertThat(ann.buttons()).containsExactlyInAnyOrder("Bella", "Zoë at work");
    ann.says("/forget chat of nobody");
    assertThat(ann.reads()).startsWith("I don't know a chat by that name.");
    ann.presses("Bella");
    assertThat(ann.reads()).startsWith("Shall I forget the chat Bella?");
    ann.presses("No");
    ann.says("/forget chat \"ZOE\"");
    ann.presses("Yes");
    assertThat(ann.reads()).startsWith("I forgot the chat Zoë at work");
    assertThat(people()).containsExactlyInAnyOrder("Bella", "Tim");
  }

  @Test
  void everythingErasesChatsVoicesAndSettingsButNotTheRightToUseTheBot() throws IOException {
    bot.stop();
    bot.allows(new AllowedUsers.ByLink(), "code").start();
    ann.says("/start code");
    ann.trains(Export.ofBellaAndTim());
    ann.says("/settings temperature 1.2");
    ann.says("/forget everything");
    assertThat(ann.reads())
        .contains("All messages, voices and settings will be erased: one chat with 2 people.");
    ann.presses("Yes");
    assertThat(ann.reads())
        .startsWith("I forgot everything I had from you")
        .contains("settings are erased for good")
        .contains("I can't erase");
    for (String words : List.of("Bella", "well then", "from Tim")) {
      assertThat(filesHolding(words)).as(words).isEmpty();
    }
    try (Stream<Path> models = Files.walk(home.resolve("models"))) {
      assertThat(models.filter(Files::isRegularFile)).isEmpty();
    }
    ann.says("/settings");
    assertThat(ann.reads()).startsWith("Temperature: 0.8.");
    ann.says("/forget");
    assertThat(ann.reads()).isEqualTo("There is nothing of yours to forget.");
  }

  @Test
  void everythingOfOneWhoSentNothingIsErasedToo() throws IOException {
    ann.speaking(Locale.forLanguageTag("pt-AO"));
    ann.says("/train");
    assertThat(filesHolding("pt-AO")).isNotEmpty();
    ann.says("/forget everything");
    ann.presses("Sim");
    assertThat(ann.reads()).startsWith("Esqueci tudo o que é seu");
    await().untilAsserted(() -> assertThat(filesHolding("pt-AO")).isEmpty());
  }

  @Test
  void whoIsBeingTrainedIsForgottenWithTheTraining() throws IOException {
    bot.school().hold();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits("40 %");
    bot.phone().await("the upload is done with", () -> !bot.reading());
    ann.says("/forget Bella");
    ann.presses("Yes");
    assertThat(ann.reads()).startsWith("I forgot Bella");
    bot.school().release();
    ann.awaitsQuiet();
    await().untilAsserted(() -> assertThat(filesHolding("Bella")).isEmpty());
    assertThat(bot.phone().at(ann.address()).get(0).now().text()).contains("Tim is ready.");
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
      ann.presses("Yes");
      bot.school().release();
      ann.awaitsQuiet();
      assertThat(bot.phone().now(notice.ref()))
          .as(what)
          .isEqualTo(
              Reply.of("The training is over: the messages that it learned from are erased."));
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
    Path carl = home.resolve("models").resolve(ann.person("Carl").value() + ".model");
    ann.says("/forget Bella");
    bot.phone()
        .onEdit(
            () -> {
              if (Thread.currentThread().equals(here)
                  && !Files.exists(carl)
                  && !done.getAndSet(true)) {
                deed.run();
              }
            });
    ann.presses("Yes");
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
    assertThat(ann.readsAll()).noneMatch(text -> text.contains("is damaged"));
    assertThatTheLastTwoLearnNothingOfBella();
  }

  @Test
  void forgettingEverythingEndsAnUploadThatIsUnderWay() {
    bot.phone().holdFetches();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    bot.phone().await("fetching", () -> !bot.phone().fetched().isEmpty());
    ann.says("/forget everything");
    ann.presses("Yes");
    assertThat(ann.reads()).startsWith("I forgot everything I had from you");
    bot.phone().releaseFetches();
    assertThat(bot.reading()).isFalse();
    assertThat(people()).isEmpty();
    assertThat(bot.uploads()).isEmptyDirectory();
  }

  @Test
  void whenItIsNotSureWhoIsMeantItOffersNames() {
    ann.trains(Export.ofBellaAndTim());
    ann.says("/forget");
    assertThat(ann.reads()).startsWith("Who should I forget?").contains("/forget everything");
    assertThat(ann.buttons()).containsExactlyInAnyOrder("Bella", "Tim");
    ann.says("/forget Blela");
    assertThat(ann.reads()).isEqualTo("Did you mean …?");
    ann.says("/forget Bella and the rest");
    assertThat(ann.reads()).isEqualTo("Who should I forget?");
    ann.presses("Bella");
    assertThat(ann.reads()).startsWith("Shall I forget Bella, from the chat Bella?");
    ann.says("/forget Ferdinand");
    assertThat(ann.reads()).startsWith("I don't know anyone by that name. I know ");
    assertThat(people()).hasSize(2);
  }

  private List<String> people() {
    return bot.corpora().people(ann.owner()).stream().map(Person::name).toList();
  }

  private List<Path> filesHolding(String words) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> content(file).contains(words))
          .toList();
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException renamedMeanwhile) {
      return "";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
