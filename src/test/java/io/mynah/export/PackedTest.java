package io.mynah.export;

import static io.mynah.export.Exports.bella;
import static io.mynah.export.Exports.file;
import static io.mynah.export.Exports.group;
import static io.mynah.export.Exports.gzip;
import static io.mynah.export.Exports.message;
import static io.mynah.export.Exports.tim;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.export.reading.ExportReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports as people pack them before they send them. */
class PackedTest {
  private static final String JSON = group(bella(1, "one"), tim(2, "two"));
  private static final String OTHER = group(bella(1, "not this"));

  @TempDir Path folder;

  private ChatRead read(String name, byte[] bytes) {
    return Exports.read(file(folder, name, bytes));
  }

  private void isRead(byte[] bytes) {
    ChatRead read = read("upload", bytes);
    assertThat(read.texts()).containsExactly("one", "two");
    assertThat(read.report().truncated()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"result.json", "Anna.txt", "photo.jpg", "x.zip", "no ending"})
  void aFileIsKnownByItsContentWhateverItsName(String name) {
    assertThat(read(name, JSON.getBytes(UTF_8)).texts()).containsExactly("one", "two");
  }

  @Test
  void aGzippedFileIsReadAlsoIfItWasGzippedTwice() {
    byte[] once = gzip(JSON.getBytes(UTF_8));
    isRead(once);
    isRead(gzip(once));
  }

  @Test
  void aGzipOfSeveralMembersIsReadWhole() {
    byte[] all = JSON.getBytes(UTF_8);
    byte[] first = gzip(Arrays.copyOf(all, 100));
    byte[] second = gzip(Arrays.copyOfRange(all, 100, all.length));
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    isRead(both);
  }

  static Stream<String> placesInAZip() {
    return Stream.of(
        "result.json",
        "ChatExport_2024-05-06/result.json",
        "a/b/c/d/e/f/g/h/result.json",
        "ChatExport\\result.json",
        "Grüße 🦜/RESULT.JSON",
        "renamed.json",
        "folder/Anna.json",
        "/absolute/result.json",
        "../../../etc/result.json",
        "C:\\Windows\\result.json");
  }

  @ParameterizedTest
  @MethodSource("placesInAZip")
  void theJsonIsFoundAnywhereInAZip(String place) {
    isRead(new ZipBuilder().add("readme.txt", "hello").add(place, JSON).build());
  }

  @Test
  void noPathOfAnArchiveIsEverUsedOnTheDisk() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    byte[] zip =
        new ZipBuilder()
            .add("../evil.txt", "x")
            .add("../../result.json", JSON)
            .add("messages.html/../../up.html", "x")
            .build();
    Path upload = file(inner, "upload.zip", zip);
    assertThat(Exports.read(upload).texts()).containsExactly("one", "two");
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all).containsExactlyInAnyOrder(folder, inner, upload);
    }
  }

  @Test
  void ofSeveralTheResultNearestToTheRootIsRead() {
    isRead(
        new ZipBuilder()
            .add("a/b/result.json", OTHER)
            .add("z/result.json", JSON)
            .add("settings.json", "{}")
            .add("messages.html", "<html></html>")
            .build());
  }

  @Test
  void exportsOfOtherPlacesThatWereSentInTheChatAreNotTakenForIt() {
    String sent = "31.12.20, 21:41 - Max: not this";
    isRead(
        new ZipBuilder()
            .add("WhatsApp Chat with Max.txt", sent)
            .add("ChatExport/files/table.csv", "time,from,text\n1,Max,not this")
            .add("ChatExport/result.json", JSON)
            .build());
    isRead(
        new ZipBuilder()
            .add("Anna.json", JSON)
            .add("files/WhatsApp Chat with Max.txt", sent)
            .add("files/users.json", "[]")
            .add("files/x/discord.json", DiscordTest.CHANNEL)
            .build());
    isRead(
        new ZipBuilder()
            .add(
                "messages.html",
                new HtmlPage("A").words(1, "Bella", "one").words(2, "Tim", "two").toString())
            .add("_chat.txt", sent)
            .add("table.csv", "time,from,text\n1,Max,not this")
            .build());
    String quoting =
        group(
            bella(1, "one"),
            tim(2, "two"),
            message(3, "Max", "user3", "", "\"note\": \"" + sent + "\""));
    isRead(
        ("{\"about\": \"31.12.20, 21:41 - Max: x\", \"guild\": 1, " + quoting.substring(1))
            .getBytes(UTF_8));
  }

  @Test
  void whatMacsAddToAZipIsPassedOver() {
    isRead(
        new ZipBuilder()
            .add("._result.json", "\0\5\26\7")
            .add("__MACOSX/._result.json", "\0\5\26\7")
            .add("ChatExport/result.json", JSON)
            .build());
  }

  @Test
  void photosAreSkippedUnread() {
    // They could not be unpacked, and are more than may be.
    byte[] noise = new byte[3_000_000];
    new Random(1).nextBytes(noise);
    byte[] zip =
        new ZipBuilder()
            .store("ChatExport/photos/photo_1.jpg", noise)
            .add("ChatExport/video_files/zeros.mp4", new byte[50_000_000])
            .add("ChatExport/result.json", JSON)
            .build();
    for (int i = 1000; i < 2_900_000; i++) {
      zip[i] = 0;
    }
    long[] read = {0};
    ExportReader reader =
        new ExportReader(new ExportLimits(4L << 20, 100_000, 100, 10, 64, 1000, 10, 10));
    Path upload = file(folder, "upload.zip", zip);
    ExportResult<Survey> survey =
        reader.survey(
            Exports.sources(upload),
            (now, total) -> {
              // At the very end the monitor hears that all is done.
              read[0] = now == total ? read[0] : Math.max(read[0], now);
              return true;
            });
    assertThat(Exports.value(survey).chats()).hasSize(1);
    assertThat(read[0]).isLessThan(1 << 20);
  }

  @Test
  void aStoredEntryAndAGzipInAZipAreRead() {
    byte[] json = JSON.getBytes(UTF_8);
    isRead(new ZipBuilder().store("x/result.json", json).build());
    isRead(new ZipBuilder().add("result.json.gz", gzip(json)).build());
  }

  @Test
  void aBzippedEntryIsRead() {
    isRead(zipOf(ZipMethod.BZIP2.getCode(), JSON.getBytes(UTF_8)));
  }

  private static byte[] zipOf(int method, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (BZip2CompressorOutputStream out = new BZip2CompressorOutputStream(packed)) {
        out.write(content);
      }
      CRC32 crc = new CRC32();
      crc.update(content);
      ZipArchiveEntry entry = new ZipArchiveEntry("result.json");
      entry.setMethod(method);
      entry.setSize(content.length);
      entry.setCompressedSize(packed.size());
      entry.setCrc(crc.getValue());
      zip.addRawArchiveEntry(entry, new ByteArrayInputStream(packed.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Test
  void somethingInFrontOfAZipDoesNotHideIt() {
    byte[] zip = new ZipBuilder().add("result.json", JSON).build();
    assertThat(zip[0]).isEqualTo((byte) 'P');
    // Telegram's own files begin with the zip; some packers put an empty marker first.
    byte[] marked = new byte[zip.length + 4];
    System.arraycopy(new byte[] {'P', 'K', 7, 8}, 0, marked, 0, 4);
    System.arraycopy(zip, 0, marked, 4, zip.length);
    isRead(marked);
  }

  @Test
  void aGzipCutOffKeepsWhatCameBeforeTheCutAndSaysSo() {
    String json = longChat();
    byte[] whole = gzip(json.getBytes(UTF_8));
    for (int percent : new int[] {50, 80, 99}) {
      ChatRead read = read("cut.gz", Arrays.copyOf(whole, whole.length * percent / 100));
      assertThat(read.report().truncated()).isTrue();
      assertThat(read.texts()).hasSizeBetween(2000 * (percent - 15) / 100, 2000).contains("text 1");
    }
    assertThat(read("whole.gz", whole).report().truncated()).isFalse();
  }

  @Test
  void aGzipWhoseChecksumIsWrongIsReadAndSaysSo() {
    byte[] bytes = gzip(JSON.getBytes(UTF_8));
    bytes[bytes.length - 6] ^= 1;
    ChatRead read = read("wrong.gz", bytes);
    assertThat(read.texts()).containsExactly("one", "two");
    assertThat(read.report().truncated()).isTrue();
  }

  @Test
  void aZipDamagedWithinItsEntryKeepsWhatCameBeforeAndSaysSo() {
    byte[] json = longChat().getBytes(UTF_8);
    byte[] stored = new ZipBuilder().store("result.json", json).build();
    stored[60_000] ^= 1;
    ChatRead read = read("stored.zip", stored);
    assertThat(read.report().truncated()).isTrue();
    assertThat(read.texts()).hasSizeGreaterThan(100);

    byte[] packed = new ZipBuilder().add("result.json", json).build();
    Arrays.fill(packed, packed.length / 2, packed.length / 2 + 100, (byte) 0xff);
    read = read("packed.zip", packed);
    assertThat(read.report().truncated()).isTrue();
    assertThat(read.texts()).hasSizeBetween(100, 1999);
  }

  @Test
  void aSmallZipDamagedWithinItsEntryKeepsWhatCameBeforeToo() {
    byte[] zip = new ZipBuilder().store("result.json", JSON.getBytes(UTF_8)).build();
    zip[new String(zip, ISO_8859_1).indexOf("two") + 3] = 1;
    ChatRead read = read("small.zip", zip);
    assertThat(read.texts()).containsExactly("one");
    assertThat(read.report().truncated()).isTrue();
  }

  /** 2,000 messages with noise in them, so that packing leaves something to cut. */
  private static String longChat() {
    Random random = new Random(3);
    String[] messages = new String[2000];
    for (int i = 0; i < messages.length; i++) {
      messages[i] =
          bella(i + 1, i == 0 ? "text 1" : Long.toHexString(random.nextLong()).repeat(1 + i % 3));
    }
    return group(messages);
  }
}
