package io.mynah.export;

import static io.mynah.export.Exports.bella;
import static io.mynah.export.Exports.file;
import static io.mynah.export.Exports.group;
import static io.mynah.export.Exports.gzip;
import static io.mynah.export.Exports.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.export.Refusal.Reason;
import io.mynah.export.reading.ExportReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Uploads that are more than a reader takes. {@code DEFAULT}'s caps are out of a test's reach; a
 * reader keeps to any it is given.
 */
class CapsTest {
  private static final String JSON = group(bella(1, "one"));
  private static final ExportLimits SMALL =
      new ExportLimits(2L << 20, 20L << 20, 50, 20, 10, 1000, 5, 3);

  @TempDir Path folder;

  private Refusal refusal(ExportLimits limits, byte[] bytes) {
    return Exports.refusal(new ExportReader(limits), file(folder, "upload", bytes));
  }

  private Reason reason(String text) {
    return Exports.refusal(file(folder, "upload", text.getBytes(UTF_8))).reason();
  }

  private static Refusal limited(Reason reason, long limit) {
    return new Refusal(reason, Map.of("limit", limit));
  }

  @Test
  void whatStaysWithinEveryCapIsRead() {
    ExportReader reader = new ExportReader(SMALL);
    Path upload = file(folder, "upload", gzip(group(bella(1, "x".repeat(1000))).getBytes(UTF_8)));
    assertThat(Exports.read(reader, 0, upload).texts()).hasSize(1);
  }

  @Test
  void aFileLargerThanTheCap() {
    byte[] large = Arrays.copyOf(JSON.getBytes(UTF_8), (2 << 20) + 1);
    assertThat(refusal(SMALL, large)).isEqualTo(limited(Reason.FILE_TOO_LARGE, 2 << 20));
  }

  @Test
  void aFileThatUnpacksToMoreThanTheCap() throws IOException {
    ExportLimits limits = new ExportLimits(1L << 20, 1L << 20, 1_000_000, 20, 10, 99_999, 5, 3);
    byte[] json = group(bella(1, "one") + " ".repeat(1 << 20)).getBytes(UTF_8);
    Refusal expected = limited(Reason.UNPACKED_TOO_LARGE, 1 << 20);
    assertThat(refusal(limits, gzip(json))).isEqualTo(expected);
    assertThat(refusal(limits, new ZipBuilder().add("result.json", json).build()))
        .isEqualTo(expected);
    // Pages that are small enough each, and too much together.
    ZipBuilder zip = new ZipBuilder();
    for (int i = 1; i <= 4; i++) {
      String page = new HtmlPage("A").words(i, "Bella", "hi").toString();
      zip.add("messages" + i + ".html", page.replace("<head>", "<head>" + " ".repeat(300_000)));
    }
    assertThat(refusal(limits, zip.build())).isEqualTo(expected);
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).as("nothing was unpacked to the disk").hasSize(1);
    }
  }

  @Test
  void aBombIsStoppedByItsRatioLongBeforeItIsUnpacked() {
    byte[] json = group(bella(1, "one") + " ".repeat(19 << 20)).getBytes(UTF_8);
    Refusal expected = limited(Reason.RATIO_TOO_HIGH, 50);
    assertThat(refusal(SMALL, gzip(json))).isEqualTo(expected);
    assertThat(refusal(SMALL, gzip(gzip(json)))).isEqualTo(expected);
    assertThat(refusal(SMALL, new ZipBuilder().add("result.json", json).build()))
        .isEqualTo(expected);
    assertThat(refusal(SMALL, new ZipBuilder().add("result.json.gz", gzip(json)).build()))
        .isEqualTo(expected);
  }

  @Test
  void aZipWithTooManyEntriesAndTooManyPages() {
    ZipBuilder zip = new ZipBuilder().add("result.json", JSON);
    IntStream.range(0, 20).forEach(i -> zip.add("photos/" + i, "x"));
    Refusal expected = limited(Reason.TOO_MANY_ENTRIES, 20);
    assertThat(refusal(SMALL, zip.build())).isEqualTo(expected);
    Path page = file(folder, "a.html", new HtmlPage("A").words(1, "Bella", "hi").toString());
    Path[] pages = new Path[21];
    Arrays.fill(pages, page);
    assertThat(Exports.refusal(new ExportReader(SMALL), pages)).isEqualTo(expected);
  }

  @Test
  void aZipWithTooManyFilesThatMayBeChats() {
    ZipBuilder zip = new ZipBuilder();
    IntStream.range(0, 4)
        .forEach(i -> zip.add(i + ".csv", "time,from,text\n1,Bella,hi %d\n".formatted(i)));
    assertThat(refusal(SMALL, zip.build())).isEqualTo(limited(Reason.TOO_MANY_CHATS, 3));
    ZipBuilder many = new ZipBuilder();
    IntStream.range(0, 2_010).forEach(i -> many.add("notes/" + i + ".txt", "milk"));
    many.add("notes/x/chat.csv", "time,from,text\n1,Bella,hi\n");
    Path upload = file(folder, "many.zip", many.build());
    assertThat(Exports.read(upload).texts()).containsExactly("hi");
  }

  @Test
  void aDirectoryTooLargeIsRefusedBeforeItIsHeld() {
    ZipBuilder zip = new ZipBuilder().add("result.json", JSON);
    String folders = "d/".repeat(15_000);
    IntStream.range(0, 100).forEach(i -> zip.add(folders + i, ""));
    ExportLimits limits = new ExportLimits(8L << 20, 20L << 20, 50, 500, 10, 1000, 5, 3);
    assertThat(refusal(limits, zip.build())).isEqualTo(limited(Reason.TOO_MANY_ENTRIES, 500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void jsonNestedTooDeep(String open) {
    String deep = "\"odd\": " + open.repeat(1_000);
    Refusal expected = limited(Reason.TOO_DEEP, 10);
    assertThat(refusal(SMALL, group(bella(1, "x", deep)).getBytes(UTF_8))).isEqualTo(expected);
    assertThat(refusal(SMALL, ("{" + deep).getBytes(UTF_8))).isEqualTo(expected);
    assertThat(reason(group(bella(1, "x", deep)))).isEqualTo(Reason.TOO_DEEP);
  }

  @Test
  void htmlNestedTooDeepTakesNoMoreThanItsBytes() {
    String deep = HtmlPage.text("<b>".repeat(50_000) + "deep");
    Path upload =
        file(
            folder,
            "deep.html",
            new HtmlPage("A").words(1, "Bella", "hi").message(2, "Tim", deep).toString());
    assertThat(Exports.read(upload).texts()).startsWith("hi");
  }

  @Test
  void aTextLongerThanTheCap() {
    Refusal expected = limited(Reason.TEXT_TOO_LONG, 1000);
    String tooLong = "x".repeat(1001);
    assertThat(refusal(SMALL, group(bella(1, tooLong)).getBytes(UTF_8))).isEqualTo(expected);
    String parts =
        "\"text\": [\"%s\", {\"text\": \"%s\"}]".formatted("x".repeat(600), "y".repeat(600));
    assertThat(refusal(SMALL, group(bella(1, "", parts)).getBytes(UTF_8))).isEqualTo(expected);
    String html = new HtmlPage("A").words(1, "Bella", tooLong).toString();
    assertThat(refusal(SMALL, html.getBytes(UTF_8))).isEqualTo(expected);
  }

  @Test
  void aPageWithAMessageThatNeverEndsIsStoppedEarly() {
    String html =
        new HtmlPage("A").words(1, "Tim", "hi").words(2, "", "<i>x</i>".repeat(400_000)).toString();
    assertThat(reason(html)).isEqualTo(Reason.TEXT_TOO_LONG);
  }

  @Test
  void aPageLargerThanAnyOfTelegrams() throws IOException {
    byte[] message = new HtmlPage("A").words(1, "Bella", "hi").toString().getBytes(UTF_8);
    byte[] page = Arrays.copyOf(message, 65 << 20);
    Arrays.fill(page, message.length, page.length, (byte) ' ');
    Reason reason = Exports.refusal(file(folder, "upload", page)).reason();
    assertThat(reason).isIn(Reason.FILE_TOO_LARGE, Reason.TEXT_TOO_LONG);
  }

  @Test
  void morePeopleThanTheCap() {
    String[] messages = new String[6];
    for (int i = 0; i < 6; i++) {
      messages[i] = message(i + 1, "P" + i, "user" + i, "hi");
    }
    assertThat(refusal(SMALL, group(messages).getBytes(UTF_8)))
        .isEqualTo(limited(Reason.TOO_MANY_PEOPLE, 5));
  }

  @Test
  void someoneRenamedWithoutEndTakesNoMemoryWithoutEnd() {
    String[] messages = new String[3000];
    for (int i = 0; i < messages.length; i++) {
      messages[i] = message(i + 1, "Name " + i, "user1", "hi");
    }
    ChatRead read = Exports.read(folder, group(messages));
    ExportedPerson person = read.report().chat().people().get(0);
    assertThat(person.name()).isEqualTo("Name 2999");
    assertThat(person.aliases()).hasSizeLessThan(50).startsWith("Name 2998");
    assertThat(person.messages()).isEqualTo(3000);
  }

  @Test
  void moreChatsThanTheCap() {
    String chats = String.join(",", JSON, JSON, JSON, JSON);
    byte[] account = "{\"chats\": {\"list\": [%s]}}".formatted(chats).getBytes(UTF_8);
    Path upload = file(folder, "upload", account);
    ExportResult<Survey> result =
        new ExportReader(SMALL).survey(Exports.sources(upload), ReadMonitor.NONE);
    assertThat(result).isEqualTo(new ExportResult.Refused<>(limited(Reason.TOO_MANY_CHATS, 3)));
  }
}
