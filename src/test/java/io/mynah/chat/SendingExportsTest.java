package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Chat;
import io.mynah.domain.Person;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a file comes to Mynah, and what becomes of it. */
class SendingExportsTest {
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

  @Test
  void aFileWithTrainAsItsCaptionTrainsBothPeopleOfAChatInOneMessage() {
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits(text("notice.done", "Tim"));
    assertThat(ann.readsAll()).hasSize(1);
    assertThat(ann.reads())
        .startsWith(
            text(
                "notice.read",
                text("people.first", "name", "Bella", "count", 20) + ", Tim 20, February 2019"))
        .contains(text("notice.done", "Bella"))
        .endsWith(text("notice.speak", "Bella"));
    assertThat(ann.newest().versions().get(0).text()).isEqualTo(text("upload.received"));
    assertThat(ann.buttons())
        .containsExactlyInAnyOrder(text("button.speak", "Bella"), text("button.speak", "Tim"));
    ann.presses(text("button.speak", "Tim"));
    assertThat(ann.reads()).isEqualTo("well then 20 from Tim");
    assertThat(bot.blobs().names("upload")).isEmpty();
  }

  @Test
  void aFileIsSeenAtOnceWhateverComesOfIt() {
    bot.phone().holdFetches();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.sends("holiday.txt", "nothing to learn from", "");
    assertThat(bot.phone().reactions()).hasSize(2).allMatch(sign -> sign.startsWith("👀 at u"));
    ann.sends("messages2.html", "<html></html>", "/train");
    assertThat(bot.phone().reactions()).as("pages are counted in words").hasSize(2);
  }

  @Test
  void aFileWithNothingSaidIsOfferedToBeTrained() {
    ann.sends("result.json", Export.ofBellaAndTim().json(), "");
    ann.hears("upload.offer", 1);
    assertThat(ann.buttons()).containsExactly(text("button.yes-train"), text("button.not-now"));
    assertThat(bot.phone().fetched()).isEmpty();
    ann.presses(text("button.yes-train"));
    ann.awaits(text("notice.done", "Tim"));
    assertThat(ann.readsAll()).hasSize(1);
  }

  @Test
  void anOfferThatIsDeclinedIsForgotten() {
    ann.sends("result.json", Export.ofBellaAndTim().json(), "look at this");
    String train = ann.action(text("button.yes-train"));
    ann.presses(text("button.not-now"));
    ann.hears("upload.declined");
    ann.presses(ann.newest().ref(), train);
    ann.hears("hint.stale-button");
    assertThat(bot.phone().fetched()).isEmpty();
  }

  @Test
  void trainAfterAFileAcceptsItAsTheButtonDoes() {
    ann.sends("result.json", Export.ofBellaAndTim().json(), "");
    ann.says("/train");
    ann.awaits(text("notice.done", "Tim"));
    assertThat(ann.readsAll()).hasSize(1);
  }

  @Test
  void trainAsAReplyTakesThatFileAndNotAnother() {
    FileOffer first = ann.sends("result.json", Export.ofBellaAndTim().json(), "");
    ann.sends("other.json", Export.chatWith("Kim", 3).says("Kim", 20, "k").json(), "");
    ann.answersTheFile(first, "/train");
    ann.awaitsQuiet();
    assertThat(bot.phone().fetched()).containsExactly(first.handle());
    assertThat(people()).containsExactlyInAnyOrder("Bella", "Tim");
  }

  @Test
  void trainBeforeTheFileAsksForItAndTakesTheNextOne() {
    ann.says("/train");
    ann.hears("train.send-file");
    ann.says("what file?");
    ann.hears("train.still-waiting");
    bot.restart();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "");
    ann.awaits(text("notice.done", "Tim"));
    ann.awaitsQuiet();
    ann.says("hm");
    assertThat(ann.reads()).doesNotContain(text("train.still-waiting"));
  }

  @Test
  void whoWaitsHalfAnHourWithTheFileIsAskedAgain() {
    ann.says("/train");
    bot.clock().advance(Duration.ofMinutes(31));
    ann.sends("result.json", Export.ofBellaAndTim().json(), "");
    ann.hears("upload.offer", 1);
  }

  @Test
  void whoIsBeingTrainedIsSaidToBe() {
    bot.school().hold();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits("40 %");
    bot.phone().await("the upload is done with", () -> !bot.reading());
    ann.says("/train Bella");
    assertThat(ann.reads())
        .containsAnyOf(
            text("speak.training", "name", "Bella", "percent", 40),
            text("speak.queued", "name", "Bella", "place", 1));
    bot.school().release();
    ann.awaitsQuiet();
    assertThat(bot.school().lessons()).hasSize(2);
  }

  @Test
  void aPathIsNotReadForSomeoneOnAnotherMachine() throws IOException {
    Path file = Files.writeString(home.resolve("result.json"), Export.ofBellaAndTim().json());
    ann.says("/train " + file);
    ann.hears("train.no-paths");
    ann.says("/train");
    ann.says(file.toString());
    assertThat(bot.working(ann.owner())).isFalse();
    assertThat(people()).isEmpty();
  }

  @Test
  void aZipOfTheExportsFolderIsRead() throws IOException {
    ann.sends(
        "ChatExport.zip",
        zip("ChatExport_2024/result.json", Export.ofBellaAndTim().json()),
        "/train");
    ann.awaits(text("notice.done", "Tim"));
  }

  /** A chat of Bella and Tim, as a phone that writes days and months in some order exports it. */
  private static String whatsApp(String date, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      String time = date + ", 10:%02d - ".formatted(i);
      text.append(time).append("Bella: hi ").append(i).append('\n');
      text.append(time).append("Tim: <Media omitted>\n");
      text.append(time).append("Tim: well then ").append(i).append("\nor not\n");
    }
    return text.toString();
  }

  @Test
  void aChatOfWhatsAppIsLearnedLikeOneOfTelegram() throws IOException {
    ann.sends("WhatsApp Chat with Bella.txt", whatsApp("31/12/20", 20), "");
    ann.presses(text("button.yes-train"));
    ann.awaits(text("notice.done", "Tim"));
    assertThat(ann.reads())
        .startsWith(
            text(
                "notice.read",
                text("people.first", "name", "Bella", "count", 20) + ", Tim 20, December 2020"))
        .doesNotContain(text("upload.dates-assumed"));
    ann.says("/speak Tim");
    assertThat(ann.reads()).isEqualTo("well then 20\nor not");
    assertThat(bot.corpora().chats(ann.owner())).extracting(Chat::title).containsExactly("Bella");
    ann.sends("Bella.zip", zip("_chat.txt", whatsApp("31/12/20", 25)), "/train");
    ann.awaits(text("notice.done", "Tim"));
    assertThat(ann.reads()).contains(text("people.first", "name", "Bella", "count", 25));
    assertThat(bot.corpora().chats(ann.owner())).as("the same chat").hasSize(1);
  }

  @Test
  void datesThatCanBeReadInTwoWaysAreSaidToBe() {
    ann.sends("chat.txt", whatsApp("1/2/20", 20), "/train");
    ann.awaits(text("notice.done", "Tim"));
    assertThat(ann.reads()).contains("February 2020").contains(text("upload.dates-assumed"));
  }

  @Test
  void anExportThatBreaksOffIsLearnedAsFarAsItGoesAndThatIsSaid() {
    String whole = Export.ofBellaAndTim().json();
    ann.sends("result.json", whole.substring(0, whole.length() - 70), "/train");
    ann.awaits(text("notice.done", "Tim"));
    assertThat(ann.reads())
        .startsWith(
            text(
                "notice.read",
                text("people.first", "name", "Tim", "count", 20) + ", Bella 19, February 2019"))
        .contains(text("upload.truncated"));
  }

  @Test
  void aSecondExportOfTheChatAddsWhatIsNewAndLearnsNothingTwice() {
    ann.trains(Export.ofBellaAndTim());
    ann.trains(Export.ofBellaAndTim().says("Bella", 5, "new"));
    assertThat(ann.readsAll()).hasSize(2);
    assertThat(ann.reads())
        .startsWith(
            text(
                "notice.read",
                text("people.first", "name", "Bella", "count", 25) + ", Tim 20, February 2019"));
    assertThat(bot.corpora().chats(ann.owner())).hasSize(1);
    ann.says("/speak Bella");
    assertThat(ann.reads()).isEqualTo("new 5 from Bella");
  }

  @Test
  void theSameExportAgainIsSaidToBeKnownAndTrainsNobodyUnlessAsked() {
    ann.trains(Export.ofBellaAndTim());
    int lessons = bot.school().lessons().size();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits(text("upload.nothing-new", "Bella and Tim"));
    ann.awaitsQuiet();
    assertThat(bot.school().lessons()).hasSize(lessons);
    assertThat(ann.buttons())
        .contains(text("button.speak", "Bella"), text("button.train-again", "Bella"));
    ann.presses(text("button.train-again", "Bella"));
    ann.awaits(text("notice.done", "Bella"));
    assertThat(bot.school().lessons()).hasSize(lessons + 1);
  }

  @Test
  void theSameExportWithReactionsIsSaidToBringThoseOnce() {
    ann.trains(Export.ofBellaAndTim());
    String reacted = Export.ofBellaAndTim().reactedToBy("Bella", "❤").json();
    ann.sends("result.json", reacted, "/train");
    ann.awaits(text("upload.new-reactions", "Bella and Tim"));
    ann.awaitsQuiet();
    ann.sends("result.json", reacted, "/train");
    ann.awaits(text("upload.nothing-new", "Bella and Tim"));
  }

  @Test
  void theSameExportAgainInMidTrainingNamesEverybodyWhoIsBeingTrained() {
    bot.school().holdWithVoice();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits(anyText("notice.early"));
    bot.phone().await("both are submitted", () -> !bot.reading());
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits(text("training.already", "names", "Bella and Tim", "count", 2));
    bot.school().release();
    ann.awaitsQuiet();
    assertThat(bot.school().lessons()).as("each once").hasSize(2);
  }

  @Test
  void theSameExportAgainWhileOneIsTrainedAnewNamesThatOneThoughTheyCanSpeak() {
    ann.trains(Export.ofBellaAndTim());
    bot.school().hold();
    ann.says("/people Tim");
    ann.presses(text("card.train-again"));
    ann.awaits("40 %");
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits(text("training.already", "names", "Tim", "count", 1));
    bot.school().release();
    ann.awaitsQuiet();
  }

  @Test
  void aRunningDownloadCanBeCancelledByItsButton() {
    bot.phone().holdFetches();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    bot.phone().await("fetching", () -> !bot.phone().fetched().isEmpty());
    ann.presses(text("button.cancel"));
    ann.awaits(text("upload.cancelled"));
    ann.awaitsQuiet();
    assertThat(ann.buttons()).isEmpty();
    assertThat(people()).isEmpty();
    assertThat(bot.blobs().names("upload")).isEmpty();
  }

  private List<String> people() {
    return bot.corpora().people(ann.owner()).stream().map(Person::name).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zip(String name, String content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(packed)) {
      out.putNextEntry(new ZipEntry(name));
      out.write(bytes(content));
    }
    return packed.toByteArray();
  }
}
