package io.mynah.export;

import static io.mynah.export.Exports.bella;
import static io.mynah.export.Exports.chat;
import static io.mynah.export.Exports.group;
import static io.mynah.export.Exports.tim;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.export.json.TelegramJsonFaults;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON that is none, of the kinds that are known: what can be read is read. */
class DamagedJsonTest {
  @TempDir Path folder;

  private ChatRead read(String json) {
    return Exports.read(folder, json);
  }

  @Test
  void controlCharactersWrittenWithAnXAreRead() {
    ChatRead read =
        read(group(bella(1, "a\\x01b\\x1Fc"), tim(2, "\\\\x01 is \\\\\\x0a"), bella(3, "end")));
    assertThat(read.texts()).containsExactly("a\u0001b\u001fc", "\\x01 is \\", "end");
    assertThat(read.report().truncated()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "video_files/sticker.webm",
        "(File not included. Change data exporting settings to download.)",
        "stickers/a \"quoted\" one.webp",
        "stickers\\back.webp",
        "",
        "5368324170671202286",
        "\"in quotes\"",
        "null",
      })
  void documentIdsWithoutQuotesAreRead(String value) {
    String entity = "{\"type\": \"custom_emoji\", \"text\": \"🦜\",\n \"document_id\": %s\n}";
    String text = "\"text\": [\"a\", " + entity.formatted(value) + ", \"b\"]";
    boolean fixable = !value.isEmpty();
    ChatRead read = read(group(bella(1, "first"), bella(2, "", text), tim(3, "last")));
    assertThat(read.texts())
        .isEqualTo(fixable ? List.of("first", "a🦜b", "last") : List.of("first"));
    assertThat(read.report().truncated()).isEqualTo(!fixable);
  }

  @Test
  void aDocumentIdInTheMiddleOfALineEndsAtTheCommaOrBrace() {
    String one = "\"text\": [{\"document_id\": video_files/a.webm, \"text\": \"A\"}]";
    String two = "\"text\": [{\"text\": \"B\", \"document_id\": video_files/b.webm}]";
    String json = group(bella(1, "", one), bella(2, "", two)).replace("\n", " ");
    assertThat(read(json).texts()).containsExactly("A", "B");
  }

  @Test
  void wordsThatLookLikeADocumentIdAreLeftAlone() {
    String text = "\\\"document_id\\\": video_files/x.webm";
    assertThat(read(group(bella(1, text))).texts())
        .containsExactly("\"document_id\": video_files/x.webm");
  }

  static Stream<Charset> charsetsWithMark() {
    return Stream.of(UTF_8, UTF_16LE, UTF_16BE);
  }

  @ParameterizedTest
  @MethodSource("charsetsWithMark")
  void aByteOrderMarkDoesNoHarm(Charset charset) {
    byte[] bytes = ("\ufeff" + group(bella(1, "grüße 🦜"))).getBytes(charset);
    ChatRead read = Exports.read(Exports.file(folder, "result.json", bytes));
    assertThat(read.texts()).containsExactly("grüße 🦜");
    assertThat(read.report().truncated()).isFalse();
  }

  @Test
  void loneSurrogatesBecomeReplacementCharactersAndPairsStay() {
    // A surrogate is written as an escape or, wrongly, as three bytes of its own.
    byte[] bytes =
        group(bella(1, "\\ud83e b \\udd9c"), bella(2, "\\ud83e\\udd9c"), tim(3, "c ÿÿÿ d"))
            .replace("ÿÿÿ", "\u00ed\u00a0\u00bd")
            .getBytes(ISO_8859_1);
    ChatRead read = Exports.read(Exports.file(folder, "result.json", bytes));
    assertThat(read.texts()).containsExactly("\ufffd b \ufffd", "🦜", "c \ufffd d");
  }

  @Test
  void rawControlCharactersInTextsAreRead() {
    assertThat(read(group(bella(1, "one\ntwo\tthree\u0001"))).texts())
        .containsExactly("one\ntwo\tthree\u0001");
  }

  @Test
  void nulNeverComesOutOfAText() {
    assertThat(read(group(bella(1, "a\\u0000b\\x00c"))).texts()).containsExactly("a\ufffdb\ufffdc");
  }

  @Test
  void aFileCutOffAnywhereKeepsTheMessagesBeforeTheCutAndSaysSo() {
    String json = group(bella(1, "one"), tim(2, "two 🦜"), bella(3, "three"));
    byte[] bytes = json.getBytes(UTF_8);
    int first = json.indexOf("},\n") + 1;
    int second = json.substring(0, json.indexOf("},\n", first) + 1).getBytes(UTF_8).length;
    for (int cut = first; cut < bytes.length; cut++) {
      byte[] head = Arrays.copyOf(bytes, cut);
      Path file = Exports.file(folder, "cut.json", head);
      ChatRead read = Exports.read(file);
      assertThat(read.report().truncated()).as("cut at %d", cut).isTrue();
      assertThat(read.texts()).as("cut at %d", cut).startsWith("one");
      assertThat(read.texts().size()).isGreaterThanOrEqualTo(cut < second ? 1 : 2);
      assertThat(Exports.survey(file).truncated()).isTrue();
      assertThat(Exports.survey(file).chats()).containsExactly(read.report().chat());
    }
    assertThat(read(json).report().truncated()).isFalse();
  }

  @Test
  void aFileBrokenInTheMiddleKeepsWhatCameBefore() {
    String json = group(bella(1, "one"), tim(2, "two"), bella(3, "three"));
    ChatRead read = read(json.replace("\"three\"", "oops\""));
    assertThat(read.texts()).containsExactly("one", "two");
    assertThat(read.report().truncated()).isTrue();
  }

  @Test
  void aFileCutOffBeforeItsFirstMessageIsUnreadable() {
    String json = chat("private_group", bella(1, "one"));
    Path file = Exports.file(folder, "r.json", json.substring(0, json.indexOf("\"text\"")));
    assertThat(Exports.refusal(file).reason()).isEqualTo(Refusal.Reason.UNREADABLE);
  }

  /** Hands out a few bytes at a time. */
  private static final class Trickle extends FilterInputStream {
    private final Random random;
    private final int most;

    Trickle(byte[] bytes, Random random) {
      super(new ByteArrayInputStream(bytes));
      this.random = random;
      this.most = 1 + random.nextInt(70_000);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return super.read(target, offset, Math.min(length, 1 + random.nextInt(most)));
    }
  }

  private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-fA-F]{2}|.)");

  /** The repair of escapes as one would write it without a thought for speed or memory. */
  private static String repaired(String json) {
    return ESCAPE
        .matcher(json)
        .replaceAll(
            m -> {
              String escape = m.group(1);
              boolean faulty = escape.length() == 3;
              return (faulty ? "\\\\u00" + escape.substring(1) : "\\\\" + quoted(escape));
            });
  }

  private static String quoted(String escape) {
    return escape.equals("\\") || escape.equals("$") ? "\\" + escape : escape;
  }

  @Test
  void repairsAreTheSameWhereverTheBlocksOfTheFileEnd() throws IOException {
    Random random = new Random(20240506);
    String[] parts = {
      "\\x01", "\\\\", "한국", "퟿", "\\n", "\\\"", "x0", "text ", "\\xag", "\\u00e9", "\\x", "é",
      "\\x7F"
    };
    for (int round = 0; round < 60; round++) {
      StringBuilder json = new StringBuilder();
      int size = random.nextInt(round % 10 == 0 ? 200_000 : 3000);
      while (json.length() < size) {
        json.append(parts[random.nextInt(parts.length)]);
        if (random.nextInt(20) == 0) {
          json.append("abcdefgh ".repeat(random.nextInt(200)));
        }
      }
      byte[] bytes = json.toString().getBytes(UTF_8);
      try (InputStream in = new TelegramJsonFaults(new Trickle(bytes, random))) {
        assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo(repaired(json.toString()));
      }
    }
  }

  @Test
  void unquotedValuesAreFoundWhereverTheBlocksOfTheFileEnd() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 60; round++) {
      StringBuilder broken = new StringBuilder();
      StringBuilder whole = new StringBuilder();
      int count = random.nextInt(round % 10 == 0 ? 900 : 20);
      for (int i = 0; i < count; i++) {
        String path = "video_files/sticker " + random.nextInt(1000) + ".webm";
        String padding =
            "{\"text\": \"" + "p".repeat(random.nextInt(400)) + "\", \"document_id\": ";
        broken.append(padding).append(path).append("\n},\n");
        whole.append(padding).append('"').append(path).append("\"\n},\n");
      }
      byte[] bytes = broken.toString().getBytes(UTF_8);
      try (InputStream in = new TelegramJsonFaults(new Trickle(bytes, random))) {
        assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo(whole.toString());
      }
    }
  }
}
