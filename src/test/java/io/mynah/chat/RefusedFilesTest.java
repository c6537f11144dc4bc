package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
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

  private static String tooLarge(String size) {
    String setting = "MYNAH_TELEGRAM_URL";
    return text("upload.too-large", "size", size, "limit", "20 MB", "setting", setting);
  }

  @Test
  void aFileThatCannotBeAnExportIsToldSoWithoutBeingFetched() {
    ann.sends("holiday.jpg", "JFIF", "");
    ann.hears("hint.file");
    assertThat(bot.phone().fetched()).isEmpty();
  }

  @Test
  void eachKindOfWrongFileIsToldWhatItIsAndWhatToSendInstead() throws IOException {
    assertThat(
            refusal("photo.zip", new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0}))
        .startsWith(text("refusal.photo"));
    assertThat(refusal("book", bytes("%PDF-1.7\n"))).startsWith(text("refusal.pdf"));
    assertThat(refusal("empty.json", new byte[0])).startsWith(text("refusal.empty"));
    assertThat(refusal("package.json", bytes("{\"name\": \"left-pad\", \"version\": \"1\"}")))
        .startsWith(text("refusal.other-json"));
    assertThat(refusal("index.html", bytes("<!DOCTYPE html><html><body>Hi</body></html>")))
        .startsWith(text("refusal.other-html"));
    assertThat(refusal("notes.txt", bytes("milk, eggs"))).startsWith(text("refusal.not-an-export"));
    assertThat(refusal("x.zip", zip("photos/1.jpg", "JFIF")))
        .startsWith(text("refusal.zip-without-export"));
    assertThat(bot.corpora().people(ann.owner())).isEmpty();
    assertThat(bot.blobs().names("upload")).isEmpty();
  }

  @Test
  void anExportWithTooFewMessagesIsSaidToNeedMore() {
    String json = Export.chatWith("Kim", 3).says("Kim", 9, "k").says("Tim", 2, "t").json();
    assertThat(refusal("result.json", bytes(json)))
        .startsWith(text("upload.too-few", "name", "Kim", "count", 9, "needed", 10));
  }

  @Test
  void anExportWithoutMessagesIsToldSo() {
    assertThat(refusal("result.json", bytes(Export.chatWith("Kim", 3).json())))
        .startsWith(text("refusal.no-messages"));
  }

  @Test
  void aFileOverTheLimitIsRefusedBeforeItIsDownloadedWithTwoWaysOut() {
    ann.offers(new FileOffer("big", "result.json", 34L << 20), "/train", null);
    assertThat(ann.reads()).contains(tooLarge("34 MB"));
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
    ann.hears("refusal.zip-without-export");
    ann.sends("result.json", new byte[0], "");
    ann.hears("refusal.empty");
    ann.offers(new FileOffer("big", "result.json", 25L << 20), "", null);
    assertThat(ann.reads()).isEqualTo(tooLarge("25 MB"));
    bot.phone().limit = Long.MAX_VALUE;
    ann.offers(new FileOffer("bigger", "result.json", 5L << 30), "", null);
    ann.hears("refusal.file-too-large", "4,096 MB");
    assertThat(ann.readsAll()).noneMatch(anyText("upload.offer").asPredicate());
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
    ann.awaits(tooLarge("34 MB"));
    ann.awaitsQuiet();
    ann.offers(big, "", null);
    assertThat(ann.reads()).contains(tooLarge("34 MB"));
  }

  @Test
  void aFileThatTelegramDoesNotGiveIsToldOf() {
    ann.offers(new FileOffer("gone", "result.json", 100), "/train", null);
    ann.awaits(text("upload.unavailable"));
    ann.awaitsQuiet();
  }

  @Test
  void aDownloadThatFailsIsToldOfUnderANumber() {
    bot.phone().failFetches(new IOException("Bella's secret"));
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits(anyText("upload.fetch-failed"));
    assertThat(ann.reads()).containsPattern("\\b[0-9a-f]{6}\\b").doesNotContain("secret");
    bot.phone().failFetches(null);
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits(text("notice.done", "Tim"));
  }

  @Test
  void whoSendsTooManyFilesAtOnceIsAskedToWait() {
    bot.phone().holdFetches();
    for (int i = 0; i < 6; i++) {
      ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    }
    ann.hears("upload.too-many", 5);
    bot.phone().releaseFetches();
    ann.awaitsQuiet();
  }

  @Test
  void filesThatWereOnlyOfferedCountToo() {
    for (int i = 0; i < 6; i++) {
      ann.sends("result.json", Export.ofBellaAndTim().json(), "");
    }
    ann.hears("upload.too-many", 5);
    ann.presses(text("button.not-now"));
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits(text("notice.done", "Tim"));
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
