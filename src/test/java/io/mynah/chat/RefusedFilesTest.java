package io.mynah.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of files that are of no use, or cannot be had. */
class RefusedFilesTest {
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
  void aFileThatCannotBeAnExportIsToldSoWithoutBeingFetched() {
    ann.sends("holiday.jpg", "JFIF", "");
    assertThat(ann.reads()).startsWith("That doesn't look like an export.");
    assertThat(bot.phone().fetched()).isEmpty();
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
    assertThat(bot.corpora().people(ann.owner())).isEmpty();
    assertThat(bot.uploads()).isEmptyDirectory();
  }

  @Test
  void anExportWithTooFewMessagesIsSaidToNeedMore() {
    String json = Export.chatWith("Kim", 3).says("Kim", 9, "k").says("Tim", 2, "t").json();
    assertThat(refusal("result.json", bytes(json)))
        .startsWith(
            "There is too little to learn from: Kim wrote the most, 9 messages, and I need 10");
  }

  @Test
  void anExportWithoutMessagesIsToldSo() {
    assertThat(refusal("result.json", bytes(Export.chatWith("Kim", 3).json())))
        .startsWith("There are no messages in it");
  }

  @Test
  void aFileOverTheLimitIsRefusedBeforeItIsDownloadedWithTwoWaysOut() {
    ann.offers(new FileOffer("big", "result.json", 34L << 20), "/train", null);
    assertThat(ann.reads())
        .contains("This file has 34 MB, and I can fetch 20 MB at most here.")
        .contains("Zip it")
        .contains("ten times smaller")
        .contains("MYNAH_TELEGRAM_URL");
    ann.offers(new FileOffer("big", "result.json", 34L << 20), "", null);
    assertThat(ann.reads()).contains("34 MB");
    assertThat(bot.phone().fetched()).isEmpty();
    assertThat(bot.working(ann.owner())).isFalse();
  }

  @Test
  void aFileThatIsOfNoUseByItsSizeIsRefusedWithoutAskingFirst() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    new ZipOutputStream(packed).close();
    ann.sends("export.zip", packed.toByteArray(), "");
    assertThat(ann.reads()).startsWith("That zip holds no result.json");
    ann.sends("result.json", new byte[0], "");
    assertThat(ann.reads()).startsWith("That file is empty.");
    ann.offers(new FileOffer("big", "result.json", 25L << 20), "", null);
    assertThat(ann.reads()).startsWith("This file has 25 MB");
    bot.phone().limit = Long.MAX_VALUE;
    ann.offers(new FileOffer("bigger", "result.json", 5L << 30), "", null);
    assertThat(ann.reads()).startsWith("That file is too large for me; 4,096 MB is the most");
    assertThat(ann.readsAll()).noneMatch(text -> text.contains("Shall I learn from it?"));
    assertThat(bot.phone().fetched()).isEmpty();
  }

  @Test
  void whereTheLimitShowsOnlyWhenAFileIsFetchedItIsNamedThenAndKnownFromThenOn() {
    bot.phone().limit = Long.MAX_VALUE;
    bot.phone().holdFetches();
    FileOffer big = new FileOffer("big", "result.json", 34L << 20);
    ann.offers(big, "/train", null);
    bot.phone().await("fetching", () -> !bot.phone().fetched().isEmpty());
    bot.phone().limit = 20L << 20;
    bot.phone().releaseFetches();
    ann.awaits("This file has 34 MB, and I can fetch 20 MB at most here.");
    ann.awaitsQuiet();
    ann.offers(big, "", null);
    assertThat(ann.reads()).contains("34 MB", "Zip it");
  }

  @Test
  void aFileThatTelegramDoesNotGiveIsToldOf() {
    ann.offers(new FileOffer("gone", "result.json", 100), "/train", null);
    ann.awaits("Telegram won't give me that file.");
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
  void filesThatWereOnlyOfferedCountToo() {
    for (int i = 0; i < 6; i++) {
      ann.sends("result.json", Export.ofBellaAndTim().json(), "");
    }
    assertThat(ann.reads())
        .isEqualTo(
            "I still have 5 files of yours. Let me finish first, answer what I asked about them, or"
                + " say /cancel.");
    ann.presses("Not now");
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits("Tim is ready.");
  }

  private String refusal(String name, byte[] content) {
    int before = ann.readsAll().size();
    ann.sends(name, content, "/train");
    ann.awaitsQuiet();
    assertThat(ann.readsAll()).as(name).hasSize(before + 1);
    assertThat(ann.buttons()).isEmpty();
    return ann.reads();
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
