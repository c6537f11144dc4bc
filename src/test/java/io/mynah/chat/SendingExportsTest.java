package io.mynah.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Person;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a file comes to Mynah, and what is said of files that are of no use. */
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
    ann.awaits("Tim is ready.");
    assertThat(ann.readsAll()).hasSize(1);
    assertThat(ann.reads())
        .startsWith("I have read Bella 20 messages, Tim 20, February 2019.")
        .contains("Bella is ready.")
        .endsWith("Say /speak Bella, or press the button.");
    assertThat(ann.newest().versions().get(0).text()).isEqualTo("Got it. I'm reading the file.");
    assertThat(ann.buttons()).containsExactlyInAnyOrder("Speak as Bella", "Speak as Tim");
    ann.presses("Speak as Tim");
    assertThat(ann.reads()).isEqualTo("well then 20 from Tim");
    assertThat(bot.uploads()).isEmptyDirectory();
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
    assertThat(ann.reads()).contains("Shall I learn from it?");
    assertThat(ann.buttons()).containsExactly("Train", "Not now");
    assertThat(bot.phone().fetched()).isEmpty();
    ann.presses("Train");
    ann.awaits("Tim is ready.");
    assertThat(ann.readsAll()).hasSize(1);
  }

  @Test
  void anOfferThatIsDeclinedIsForgotten() {
    ann.sends("result.json", Export.ofBellaAndTim().json(), "look at this");
    String train = ann.action("Train");
    ann.presses("Not now");
    assertThat(ann.reads()).isEqualTo("All right. I kept nothing of it.");
    ann.presses(ann.newest().ref(), train);
    assertThat(ann.reads()).contains("out of date");
    assertThat(bot.phone().fetched()).isEmpty();
  }

  @Test
  void trainAfterAFileAcceptsItAsTheButtonDoes() {
    ann.sends("result.json", Export.ofBellaAndTim().json(), "");
    ann.says("/train");
    ann.awaits("Tim is ready.");
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
    assertThat(ann.reads()).startsWith("Send me the file now");
    ann.says("what file?");
    assertThat(ann.reads()).contains("waiting for the file");
    bot.restart();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "");
    ann.awaits("Tim is ready.");
    ann.awaitsQuiet();
    ann.says("hm");
    assertThat(ann.reads()).doesNotContain("waiting");
  }

  @Test
  void whoWaitsHalfAnHourWithTheFileIsAskedAgain() {
    ann.says("/train");
    bot.clock().advance(Duration.ofMinutes(31));
    ann.sends("result.json", Export.ofBellaAndTim().json(), "");
    assertThat(ann.reads()).contains("Shall I learn from it?");
  }

  @Test
  void aPathIsNotReadForSomeoneOnAnotherMachine() throws IOException {
    Path file = Files.writeString(home.resolve("result.json"), Export.ofBellaAndTim().json());
    ann.says("/train " + file);
    assertThat(ann.reads()).startsWith("I can't read files by name here.");
    ann.says("/train");
    ann.says(file.toString());
    assertThat(bot.working(ann.owner())).isFalse();
    assertThat(people()).isEmpty();
  }

  @Test
  void aFileThatCannotBeAnExportIsToldSoWithoutBeingFetched() {
    ann.sends("holiday.jpg", "JFIF", "");
    assertThat(ann.reads()).startsWith("That doesn't look like an export.");
    assertThat(bot.phone().fetched()).isEmpty();
  }

  @Test
  void aZipOfTheExportsFolderIsRead() throws IOException {
    ann.sends(
        "ChatExport.zip",
        zip("ChatExport_2024/result.json", Export.ofBellaAndTim().json()),
        "/train");
    ann.awaits("Tim is ready.");
  }

  @Test
  void eachKindOfWrongFileIsToldWhatItIsAndWhatToSendInstead() throws IOException {
    assertThat(
            refusal("a.txt", bytes("24/12/2023, 18:03 - Bella: hi\n24/12/2023, 18:04 - Tim: yo")))
        .startsWith("That's a WhatsApp export.");
    assertThat(
            refusal("photo.zip", new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0}))
        .startsWith("That's a photo.");
    assertThat(refusal("book", bytes("%PDF-1.7\n"))).startsWith("That's a PDF.");
    assertThat(refusal("empty.json", new byte[0])).startsWith("That file is empty.");
    assertThat(refusal("package.json", bytes("{\"name\": \"left-pad\", \"version\": \"1\"}")))
        .startsWith("That's JSON, but not a Telegram export.");
    assertThat(refusal("index.html", bytes("<!DOCTYPE html><html><body>Hi</body></html>")))
        .startsWith("That page holds no chat.");
    assertThat(refusal("notes.txt", bytes("milk, eggs"))).startsWith("That's no Telegram export");
    assertThat(refusal("x.zip", zip("photos/1.jpg", "JFIF")))
        .startsWith("That zip holds no result");
    assertThat(people()).isEmpty();
    assertThat(bot.uploads()).isEmptyDirectory();
  }

  private String refusal(String name, byte[] content) {
    int before = ann.readsAll().size();
    ann.sends(name, content, "/train");
    ann.awaitsQuiet();
    assertThat(ann.readsAll()).as(name).hasSize(before + 1);
    assertThat(ann.buttons()).isEmpty();
    return ann.reads();
  }

  @Test
  void anExportThatBreaksOffIsLearnedAsFarAsItGoesAndThatIsSaid() {
    String whole = Export.ofBellaAndTim().json();
    ann.sends("result.json", whole.substring(0, whole.length() - 70), "/train");
    ann.awaits("Tim is ready.");
    assertThat(ann.reads())
        .startsWith("I have read Tim 20 messages, Bella 19, February 2019.")
        .contains("The file breaks off; I kept what was there.");
  }

  @Test
  void anExportWithTooFewMessagesIsSaidToNeedMore() {
    String json = Export.chatWith("Kim", 3).says("Kim", 9, "k").says("Tim", 2, "t").json();
    assertThat(refusal("result.json", bytes(json)))
        .startsWith("There is too little to learn from: Kim wrote most, 9 messages, and I need 10");
  }

  @Test
  void anExportWithoutMessagesIsToldSo() {
    assertThat(refusal("result.json", bytes(Export.chatWith("Kim", 3).json())))
        .startsWith("There is no message in it");
  }

  @Test
  void aSecondExportOfTheChatAddsWhatIsNewAndLearnsNothingTwice() {
    ann.trains(Export.ofBellaAndTim());
    ann.trains(Export.ofBellaAndTim().says("Bella", 5, "new"));
    assertThat(ann.readsAll()).hasSize(2);
    assertThat(ann.reads()).startsWith("I have read Bella 25 messages, Tim 20");
    assertThat(bot.corpora().chats(ann.owner())).hasSize(1);
    ann.says("/speak Bella");
    assertThat(ann.reads()).isEqualTo("new 5 from Bella");
  }

  @Test
  void theSameExportAgainIsSaidToBeKnownAndTrainsNobodyUnlessAsked() {
    ann.trains(Export.ofBellaAndTim());
    int lessons = bot.school().lessons().size();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits("I knew all of it already.");
    ann.awaitsQuiet();
    assertThat(bot.school().lessons()).hasSize(lessons);
    assertThat(ann.buttons()).contains("Speak as Bella", "Train Bella again");
    ann.presses("Train Bella again");
    ann.awaits("Bella is ready.");
    assertThat(bot.school().lessons()).hasSize(lessons + 1);
  }

  @Test
  void aFileOverTheLimitIsRefusedBeforeItIsDownloadedWithTwoWaysOut() {
    ann.offers(new FileOffer("big", "result.json", 34L << 20), "/train", null);
    assertThat(ann.reads())
        .contains("This file has 34 MB, and I can fetch 20 MB at most here.")
        .contains("Zip it")
        .contains("tenfold")
        .contains("MYNAH_TELEGRAM_URL");
    ann.offers(new FileOffer("big", "result.json", 34L << 20), "", null);
    assertThat(ann.reads()).contains("34 MB");
    assertThat(bot.phone().fetched()).isEmpty();
    assertThat(bot.working(ann.owner())).isFalse();
  }

  @Test
  void aFileThatTelegramDoesNotGiveIsToldOf() {
    ann.offers(new FileOffer("gone", "result.json", 100), "/train", null);
    ann.awaits("Telegram doesn't give me that file.");
    ann.awaitsQuiet();
  }

  @Test
  void aDownloadThatFailsIsToldOfUnderANumber() {
    bot.phone().failFetches(new IOException("Bella's secret"));
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits("I couldn't get or read the file.");
    assertThat(ann.reads()).containsPattern("this number: [0-9a-f]{6}\\.").doesNotContain("secret");
    bot.phone().failFetches(null);
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits("Tim is ready.");
  }

  @Test
  void whoSendsTooManyFilesAtOnceIsAskedToWait() {
    bot.phone().holdFetches();
    for (int i = 0; i < 6; i++) {
      ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    }
    assertThat(ann.reads()).startsWith("I still have 5 files of yours.");
    bot.phone().releaseFetches();
    ann.awaitsQuiet();
  }

  @Test
  void aRunningDownloadCanBeCancelledByItsButton() {
    bot.phone().holdFetches();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    bot.phone().await("fetching", () -> !bot.phone().fetched().isEmpty());
    ann.presses("Cancel");
    ann.awaits("Cancelled. I deleted what I had of the file.");
    ann.awaitsQuiet();
    assertThat(ann.buttons()).isEmpty();
    assertThat(people()).isEmpty();
    assertThat(bot.uploads()).isEmptyDirectory();
  }

  @Test
  void pagesOfAnHtmlExportAreCollectedAndReadWhenTheirSenderSaysThatTheseAreAll() {
    ann.sends("messages.html", page("Bella", 1), "/train");
    assertThat(ann.reads()).startsWith("Got one page.");
    ann.sends("messages2.html", page("Tim", 100), "");
    assertThat(ann.readsAll()).hasSize(1);
    assertThat(ann.reads()).startsWith("Got 2 pages so far.");
    assertThat(bot.phone().fetched()).isEmpty();
    ann.presses("That's all");
    ann.awaits("Tim is ready.");
    assertThat(ann.reads()).startsWith("I have read Bella 12 messages, Tim 12");
  }

  @Test
  void pagesAreReadByThemselvesWhenNoneComeForAWhile() {
    bot.stop();
    bot.waitsForPages(Duration.ofMillis(300)).start();
    ann.sends("messages.html", page("Bella", 1), "/train");
    ann.sends("messages2.html", page("Tim", 100), "");
    ann.awaits("Tim is ready.");
  }

  @Test
  void anAlbumOfPagesIsOneExportAlsoWhenItsCaptionComesLast() {
    ann.sends("messages.html", bytes(page("Bella", 1)), "", "album");
    ann.sends("messages2.html", bytes(page("Tim", 100)), "/train", "album");
    assertThat(ann.readsAll()).hasSize(1);
    ann.presses("That's all");
    ann.awaits("Tim is ready.");
  }

  @Test
  void anOfferOfPagesGrowsWithEachPage() {
    ann.sends("messages.html", page("Bella", 1), "");
    ann.sends("messages2.html", page("Tim", 100), "");
    assertThat(ann.readsAll()).hasSize(1);
    assertThat(ann.reads())
        .isEqualTo("Thank you, these are 2 pages so far. Shall I learn from them?");
    ann.presses("Train");
    ann.presses("That's all");
    ann.awaits("Tim is ready.");
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

  /** A page as Telegram Desktop writes it, with 12 messages. */
  private static String page(String name, int firstId) {
    Stream<String> messages =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    """
                    <div class="message default clearfix" id="message%d"><div class="body">
                     <div class="pull_right date details" title="03.02.2019 10:%02d:00">10:%02d</div>
                     <div class="from_name">%s</div><div class="text">hello %d</div></div></div>
                    """
                        .formatted(firstId + i, i, i, name, i));
    return """
        <!DOCTYPE html><html><head><meta charset="utf-8"/><title>Exported Data</title></head>
        <body><div class="page_wrap"><div class="page_header"><div class="content">
        <div class="text bold">Bella</div></div></div>
        <div class="page_body chat_page"><div class="history">
        """
        + String.join("", messages.toList())
        + "</div></div></div></body></html>";
  }
}
