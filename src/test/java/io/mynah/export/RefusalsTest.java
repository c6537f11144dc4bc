package io.mynah.export;

import static io.mynah.export.Exports.bella;
import static io.mynah.export.Exports.chat;
import static io.mynah.export.Exports.file;
import static io.mynah.export.Exports.group;
import static io.mynah.export.Exports.gzip;
import static io.mynah.export.Exports.message;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.export.Refusal.Reason;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Uploads that are not read, and why; for those that are too much of a good thing see {@link
 * CapsTest}.
 */
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
}
