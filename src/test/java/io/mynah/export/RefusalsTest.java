package io.mynah.export;

import static io.mynah.export.Exports.bella;
import static io.mynah.export.Exports.chat;
import static io.mynah.export.Exports.file;
import static io.mynah.export.Exports.group;
import static io.mynah.export.Exports.gzip;
import static io.mynah.export.Exports.message;
import static io.mynah.export.Exports.tim;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.export.Refusal.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads that are not read, and why: each reason is reached here. */
class RefusalsTest {
  private static final String JSON = group(bella(1, "one"));

  @TempDir Path folder;

  private Refusal refusal(byte[] bytes) {
    return Exports.refusal(file(folder, "upload", bytes));
  }

  private Reason reason(byte[] bytes) {
    return refusal(bytes).reason();
  }

  private Reason reason(String text) {
    return reason(text.getBytes(UTF_8));
  }

  private Refusal refusal(ExportLimits limits, byte[] bytes) {
    return Exports.refusal(new ExportReader(limits), file(folder, "upload", bytes));
  }

  private static Refusal limited(Reason reason, long limit) {
    return new Refusal(reason, Map.of("limit", limit));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n\t ", "\ufeff"})
  void nothingAtAll(String nothing) {
    assertThat(reason(nothing)).isEqualTo(Reason.EMPTY);
    assertThat(reason(gzip(nothing.getBytes(UTF_8)))).isEqualTo(Reason.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Dear Sir or Madam,",
        "#!/bin/sh\nrm -rf /",
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><x>&a;</x>",
        "[bracketed] words",
        "id,from,text\n1,Bella,hi",
      })
  void textOfAnotherKind(String text) {
    assertThat(reason(text)).isEqualTo(Reason.NOT_AN_EXPORT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[1, 2]",
        "{\"name\": \"left-pad\", \"version\": \"1.0.0\", \"type\": \"module\"}",
        "{\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}",
        "{\"messages\": [{\"type\": \"Generic\", \"from\": \"B\", \"text\": \"a\"}]}",
        "{\"chats\": 5}",
      })
  void jsonOfAnotherProgram(String json) {
    assertThat(reason(json)).isEqualTo(Reason.OTHER_JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE html><html><body><div class=\"message\">hi</div></body></html>",
        "<html>",
        "<div class=x>",
      })
  void anotherPage(String html) {
    assertThat(reason(html)).isEqualTo(Reason.OTHER_HTML);
  }

  @Test
  void aLongPageOfAnotherSiteIsNotTakenForALongMessage() {
    assertThat(reason("<html><body>" + "<p>lorem ipsum</p>".repeat(200_000)))
        .isEqualTo(Reason.OTHER_HTML);
  }

  @Test
  void theIndexOfAnAccountWithoutItsChats() {
    byte[] zip = new ZipBuilder().add("D/export_results.html", "<html></html>").build();
    assertThat(reason(zip)).isEqualTo(Reason.OTHER_HTML);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "06/05/2024, 07:08 - Bella: hi\n06/05/2024, 07:09 - Tim: hello",
        "[06.05.24, 07:08:09] Bella: hi",
        "\u200e[5/6/24, 7:08:09\u202fPM] Bella: \u200eMessages are encrypted",
        "5/6/24, 7:08 PM - Messages and calls are end-to-end encrypted.",
        "2024-05-06, 07:08 - Bella: hi",
      })
  void aWhatsAppExport(String text) {
    assertThat(reason(text)).isEqualTo(Reason.WHATSAPP);
    assertThat(reason(new ZipBuilder().add("_chat.txt", text).build())).isEqualTo(Reason.WHATSAPP);
    assertThat(reason(new ZipBuilder().add("x/WhatsApp Chat with Bella.txt", text).build()))
        .isEqualTo(Reason.WHATSAPP);
  }

  static Stream<Arguments> otherFiles() {
    return Stream.of(
        Arguments.of(Reason.PHOTO, "\u00ff\u00d8\u00ff\u00e0\0\20JFIF"),
        Arguments.of(Reason.PHOTO, "\u0089PNG\r\n\u001a\n"),
        Arguments.of(Reason.PHOTO, "GIF89a"),
        Arguments.of(Reason.PHOTO, "RIFF\1\2\3\4WEBPVP8 "),
        Arguments.of(Reason.PHOTO, "\0\0\0\30ftypheic"),
        Arguments.of(Reason.VIDEO, "\0\0\0\30ftypisom"),
        Arguments.of(Reason.VIDEO, "\u001aE\u00df\u00a3 webm"),
        Arguments.of(Reason.AUDIO, "OggS\0\2"),
        Arguments.of(Reason.AUDIO, "ID3\3\0"),
        Arguments.of(Reason.AUDIO, "\0\0\0\30ftypM4A "),
        Arguments.of(Reason.PDF, "%PDF-1.7"));
  }

  @ParameterizedTest
  @MethodSource("otherFiles")
  void aPhotoOrAnotherFileIsCalledWhatItIs(Reason reason, String head) {
    byte[] bytes = Arrays.copyOf(head.getBytes(ISO_8859_1), 5000);
    assertThat(reason(bytes)).isEqualTo(reason);
    assertThat(reason(gzip(bytes))).isEqualTo(reason);
  }

  static Stream<Arguments> archives() {
    return Stream.of(
        Arguments.of("7z", "7z\u00bc\u00af'\u001c"),
        Arguments.of("rar", "Rar!\u001a\7\1\0"),
        Arguments.of("xz", "\u00fd7zXZ\0"),
        Arguments.of("bz2", "BZh91AY&SY"),
        Arguments.of("zst", "(\u00b5/\u00fd"),
        Arguments.of("lz4", "\4\"M\u0018"),
        Arguments.of("tar", "result.json" + "\0".repeat(246) + "ustar"));
  }

  @ParameterizedTest
  @MethodSource("archives")
  void anArchiveOfAnotherKindIsNamed(String kind, String head) {
    Refusal named = new Refusal(Reason.OTHER_ARCHIVE, Map.of("kind", kind));
    byte[] bytes = Arrays.copyOf(head.getBytes(ISO_8859_1), 5000);
    assertThat(refusal(bytes)).isEqualTo(named);
    assertThat(refusal(gzip(bytes))).isEqualTo(named);
  }

  @Test
  void archivesInArchivesAreNotOpenedAnyFurther() {
    byte[] zip = new ZipBuilder().add("result.json", JSON).build();
    assertThat(refusal(gzip(zip)).details()).containsEntry("kind", "zip.gz");
    byte[] thrice = gzip(gzip(gzip(JSON.getBytes(UTF_8))));
    assertThat(refusal(thrice).details()).containsEntry("kind", "gz.gz.gz");
    assertThat(reason(new ZipBuilder().add("inner.zip", zip).build()))
        .isEqualTo(Reason.ZIP_WITHOUT_EXPORT);
    assertThat(reason(new ZipBuilder().add("result.json", zip).build()))
        .isEqualTo(Reason.ZIP_WITHOUT_EXPORT);
    byte[] packed = gzip(gzip(JSON.getBytes(UTF_8)));
    assertThat(reason(new ZipBuilder().add("result.json.gz", packed).build()))
        .isEqualTo(Reason.ZIP_WITHOUT_EXPORT);
  }

  @Test
  void aZipWithoutAnExport() {
    assertThat(reason(new ZipBuilder().add("photos/1.jpg", "x").add("a.txt", "y").build()))
        .isEqualTo(Reason.ZIP_WITHOUT_EXPORT);
    assertThat(reason(new ZipBuilder().build())).isEqualTo(Reason.ZIP_WITHOUT_EXPORT);
    assertThat(reason(new ZipBuilder().add("result.json/", "").build()))
        .isEqualTo(Reason.ZIP_WITHOUT_EXPORT);
    assertThat(reason(new ZipBuilder().add("result.json", "no").build()))
        .isEqualTo(Reason.ZIP_WITHOUT_EXPORT);
  }

  @Test
  void aZipThatIsCutOff() {
    byte[] zip = new ZipBuilder().add("result.json", JSON).build();
    assertThat(reason(Arrays.copyOf(zip, zip.length - 30))).isEqualTo(Reason.ZIP_DAMAGED);
    assertThat(reason("PK\3\4 and no more")).isEqualTo(Reason.ZIP_DAMAGED);
  }

  @Test
  void aZipWithAPassword() {
    byte[] zip = new ZipBuilder().add("result.json", JSON).build();
    int directory = new String(zip, ISO_8859_1).indexOf("PK\1\2");
    zip[6] |= 1;
    zip[directory + 8] |= 1;
    assertThat(reason(zip)).isEqualTo(Reason.ZIP_ENCRYPTED);
  }

  @Test
  void aZipPackedInAWayThatIsNotKnown() {
    byte[] zip = new ZipBuilder().add("result.json", JSON).build();
    int directory = new String(zip, ISO_8859_1).indexOf("PK\1\2");
    zip[8] = 14;
    zip[directory + 10] = 14;
    assertThat(refusal(zip)).isEqualTo(new Refusal(Reason.OTHER_ARCHIVE, Map.of("kind", "zip/14")));
  }

  @Test
  void anExportWithoutAMessageToLearnFrom() {
    assertThat(reason(group())).isEqualTo(Reason.NO_MESSAGES);
    assertThat(reason(group(bella(1, "not mine", "\"forwarded_from\": null"))))
        .isEqualTo(Reason.NO_MESSAGES);
    assertThat(reason(chat("bot_chat", message(1, "Helper", "user42", "press"))))
        .isEqualTo(Reason.NO_MESSAGES);
    assertThat(reason("{\"about\": \"x\", \"chats\": {\"about\": \"x\", \"list\": []}}"))
        .isEqualTo(Reason.NO_MESSAGES);
    assertThat(reason(new HtmlPage("Empty").service(1, "created").toString()))
        .isEqualTo(Reason.NO_MESSAGES);
  }

  @Test
  void aFileBrokenFromTheStart() {
    assertThat(reason("{\"name\": \"x\", oops")).isEqualTo(Reason.UNREADABLE);
    assertThat(reason("{\"name\": \"x\"")).isEqualTo(Reason.UNREADABLE);
    assertThat(reason(Arrays.copyOf(gzip(JSON.getBytes(UTF_8)), 12))).isEqualTo(Reason.UNREADABLE);
    byte[] wide = JSON.getBytes(UTF_16LE);
    assertThat(reason(Arrays.copyOf(wide, 60))).isNotNull();
  }

  @Test
  void filesThatDoNotBelongTogether() {
    Path html = file(folder, "a.html", new HtmlPage("A").words(1, "Bella", "hi").toString());
    Path other = file(folder, "b.html", new HtmlPage("B").words(1001, "Bella", "hi").toString());
    Path json = file(folder, "result.json", JSON);
    assertThat(Exports.refusal(html, json).reason()).isEqualTo(Reason.MIXED_FILES);
    assertThat(Exports.refusal(html, other).reason()).isEqualTo(Reason.MIXED_FILES);
    assertThat(Exports.refusal(json, json).reason()).isEqualTo(Reason.MIXED_FILES);
  }

  @Test
  void noFileAtAll() {
    assertThat(Exports.refusal().reason()).isEqualTo(Reason.EMPTY);
  }

  @Test
  void aFileThatIsNotThereOrIsAFolder() {
    assertThat(Exports.refusal(folder.resolve("nothing")).reason()).isEqualTo(Reason.IO);
    assertThat(Exports.refusal(folder).reason()).isEqualTo(Reason.IO);
  }

  // Caps. DEFAULT's are out of a test's reach; a reader keeps to any it is given.

  private static final ExportLimits SMALL =
      new ExportLimits(2L << 20, 20L << 20, 50, 20, 10, 1000, 5, 3);

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
    Reason reason = reason(page);
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
    ExportResult<Survey> result = new ExportReader(SMALL).survey(Exports.sources(upload), ReadMonitor.NONE);
    assertThat(result).isEqualTo(new ExportResult.Refused<>(limited(Reason.TOO_MANY_CHATS, 3)));
  }

  // Those who watch and take.

  static Stream<byte[]> uploads() {
    byte[] json = group(bella(1, "one"), tim(2, "two")).getBytes(UTF_8);
    String html = new HtmlPage("A").words(1, "Bella", "one").words(2, "Tim", "two").toString();
    return Stream.of(
        json,
        gzip(json),
        new ZipBuilder().add("result.json", json).build(),
        html.getBytes(UTF_8),
        new ZipBuilder().add("messages.html", html).build());
  }

  @ParameterizedTest
  @MethodSource("uploads")
  void aReadingThatItsMonitorStopsIsCancelled(byte[] upload) {
    Path file = file(folder, "upload", upload);
    ExportReader reader = new ExportReader(ExportLimits.DEFAULT);
    List<Object> taken = new ArrayList<>();
    assertThat(reader.read(Exports.sources(file), 0, taken::add, (read, total) -> false))
        .isEqualTo(new ExportResult.Refused<>(Refusal.of(Reason.CANCELLED)));
    assertThat(taken).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("uploads")
  void whatTheSinkAndTheMonitorThrowIsTheirOwnAndNotTheUploads(byte[] upload) {
    Path file = file(folder, "upload", upload);
    ExportReader reader = new ExportReader(ExportLimits.DEFAULT);
    IllegalStateException fault = new IllegalStateException("disk full");
    assertThatThrownBy(
            () ->
                reader.read(
                    Exports.sources(file),
                    0,
                    m -> {
                      throw fault;
                    },
                    ReadMonitor.NONE))
        .isSameAs(fault);
    assertThatThrownBy(
            () ->
                reader.survey(
                    Exports.sources(file),
                    (read, total) -> {
                      throw fault;
                    }))
        .isSameAs(fault);
  }

  @ParameterizedTest
  @MethodSource("uploads")
  void theMonitorHearsOfTheEnd(byte[] upload) {
    Path file = file(folder, "upload", upload);
    List<Long> heard = new ArrayList<>();
    new ExportReader(ExportLimits.DEFAULT)
        .survey(
            Exports.sources(file),
            (read, total) -> {
              assertThat(total).isEqualTo(upload.length);
              heard.add(read);
              return true;
            });
    assertThat(heard).isSorted().endsWith((long) upload.length);
  }
}
