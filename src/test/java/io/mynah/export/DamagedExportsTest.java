package io.mynah.export;

import static io.mynah.export.Exports.bella;
import static io.mynah.export.Exports.group;
import static io.mynah.export.Exports.gzip;
import static io.mynah.export.Exports.message;
import static io.mynah.export.Exports.tim;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Message;
import io.mynah.export.reading.ExportReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Thousands of exports, each damaged in some way: every one is read as far as it goes or refused,
 * within the caps, with nothing thrown, nothing leaked, and the same in both passes.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamagedExportsTest {
  private static final int ROUNDS = 800;
  private static final ExportLimits LIMITS =
      new ExportLimits(1L << 20, 4L << 20, 100, 50, 20, 2_000, 20, 10);
  private static final ExportReader READER = new ExportReader(LIMITS);

  /** What stands where nothing is handed on from. */
  private static final String SECRET = "SeCrEt";

  /** Pieces of exports and poison for parsers. */
  private static final List<String> SPLICES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          "\\",
          ",",
          ":",
          "\\x01",
          "\\u12",
          "\\ud83e",
          "null",
          "-",
          "1e999",
          "99999999999999999999",
          "\"messages\": [",
          "\"id\": {}",
          "\"type\": \"bot_chat\"",
          "\"chats\": {\"list\": [",
          "\"document_id\": a/b.webm,",
          "\"reactions\": [{\"recent\": [{",
          "{\"text\": ",
          "\"from\": [[[[",
          "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
          "\u0000",
          "\ufeff",
          "\ud83e\udd9c",
          "<div>",
          "</div>",
          "<br>",
          "<",
          ">",
          "&#0;",
          "&#x110000;",
          "<!--",
          "-->",
          "<![CDATA[",
          "<script>",
          "<table><tr>",
          "<div class=\"message default clearfix joined\" id=\"message\">",
          "<div class=\"body\">",
          "<div class=\"history\">",
          "</html>",
          "<template>",
          "<select>",
          "<svg><title>",
          "<plaintext>",
          "<frameset>",
          "\n31.12.20, 21:41 - ",
          "\n[31.12.20, 21:41:05] Max: ",
          "\u200e",
          "\r\n",
          "\",\"",
          "\n\n\n",
          "\nMay 06, 2024  7:08:09 AM\n",
          "{\"chatItem\": {\"chatId\": [",
          "\"author\": {\"id\": {",
          "PK\u0001\u0002",
          "PK\u0003\u0004",
          "PK\u0005\u0006");

  @TempDir Path folder;

  private static final String JSON =
      """
      {"about": "SeCrEt", "personal_information": {"phone_number": "SeCrEt", "bio": "SeCrEt"},
       "contacts": {"list": [{"first_name": "SeCrEt", "phone_number": "SeCrEt"}]},
       "chats": {"list": [%s, %s]}, "left_chats": {"list": []}}"""
          .formatted(
              group(
                  bella(1, "one \\x01 \\ud83e\\udd9c"),
                  tim(2, "two\\nlines", "\"reply_to_message_id\": 1"),
                  bella(3, "", "\"sticker_emoji\": \"😂\""),
                  tim(
                      4,
                      "",
                      "\"text\": [\"a\", {\"type\": \"custom_emoji\", \"text\": \"b\","
                          + "\n\"document_id\": video_files/a.webm\n}]"),
                  message(5, "Анна", "user3", "три", ReactionsTest.LOVED_BY_TIM)),
              Exports.chat("bot_chat", message(1, "Bot", "user42", "x"), bella(2, "last")));

  private static final String HTML =
      new HtmlPage("The flat")
          .service(1, "6 May")
          .words(2, "Bella", "one<br>two &amp; <b>three</b> 🦜")
          .message(7, "Bella", ReactionsTest.LOVED_IN_HTML)
          .words(3, "", "joined")
          .message(4, "Tim", HtmlPage.reply("#go_to_message2") + HtmlPage.text("answer"))
          .message(5, "Tim", HtmlPage.forwarded("Max", "not his"))
          .words(6, "Анна via @gif", "три")
          .toString();

  private static final String WHATSAPP =
      """
      30/12/20, 9:40 PM - Bella created group "The flat"
      30/12/20, 9:41 PM - Bella: one
      31/12/20, 9:42 PM - Tim: two
      lines
      31/12/20, 9:43 PM - Tim: IMG-20201231-WA0001.jpg (file attached)
      1/1/21, 0:10 AM - Анна: три 🦜
      1/1/21, 0:11 AM - Bella: <Media omitted>
      1/1/21, 0:12 AM - Bella: last <This message was edited>
      """;

  private static final String IOS =
      """
      \u200e[31.12.20, 21:41:05] The flat: \u200eMessages and calls are end-to-end encrypted.
      [31.12.20, 21:42:05] Bella: one
      [31.12.20, 21:43:05] Tim: two
      lines \u200e<attached: 00000012-PHOTO.jpg>
      \u200e[01.01.21, 00:10:05] ~\u202fАнна: \u200eimage omitted
      [01.01.21, 00:11:05] ~\u202fАнна: три 🦜
      """;

  private static final String CSV =
      """
      time,from,text,more
      1714979289,Bella,one,x
      2024-05-06T07:08:09Z,Tim,"two, ""quoted""
      lines",x
      2024-05-06 07:08:10,Анна,три 🦜
      """;

  private static final String LINES =
      """
      {"time": 1714979289, "from": "Bella", "text": "one", "phone": "+1"}
      {"time": "2024-05-06T07:08:09Z", "from": "Tim", "text": "two\\nlines \\ud83e\\udd9c"}
      {"time": "2024-05-06T07:08:10Z", "from": "Анна", "text": "три", "x": [{"y": [1, 2]}]}
      """;

  private static byte[] zip() {
    return new ZipBuilder()
        .store("photos/1.jpg", new byte[50])
        .add("ChatExport/messages.html", HTML)
        .add("ChatExport/messages2.html", HTML)
        .add("other/messages.html", HTML)
        .build();
  }

  static Stream<Named<byte[]>> whole() {
    byte[] json = JSON.getBytes(UTF_8);
    return Stream.of(
        Named.of("JSON", json),
        Named.of("HTML", HTML.getBytes(UTF_8)),
        Named.of("gzipped JSON", gzip(json)),
        Named.of("zip of JSON", new ZipBuilder().add("a/result.json", json).build()),
        Named.of("stored zip of JSON", new ZipBuilder().store("a/result.json", json).build()),
        Named.of("zip of gzipped JSON", new ZipBuilder().add("r.json.gz", gzip(json)).build()),
        Named.of("zip of HTML", zip()));
  }

  static Stream<Named<byte[]>> wholeOfOtherPlaces() {
    return Stream.of(
        Named.of("WhatsApp, Android", WHATSAPP.getBytes(UTF_8)),
        Named.of("WhatsApp, iOS", IOS.getBytes(UTF_8)),
        Named.of("zip of WhatsApp", new ZipBuilder().add("_chat.txt", IOS).build()),
        Named.of("CSV", CSV.getBytes(UTF_8)),
        Named.of("JSON lines", LINES.getBytes(UTF_8)),
        Named.of("Discord", DiscordTest.CHANNEL.getBytes(UTF_8)),
        Named.of("Discord's data package", DiscordTest.dataPackage()),
        Named.of("Slack", SlackTest.workspace("")),
        Named.of("Signal's own", SignalTest.BACKUP.getBytes(UTF_8)),
        Named.of("signal-cli", SignalTest.CLI.getBytes(UTF_8)),
        Named.of("iMessage", IMessageTest.TEXT.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @MethodSource({"whole", "wholeOfOtherPlaces"})
  void undamagedTheyAreAllRead(byte[] whole) {
    Path file = Exports.file(folder, "whole", whole);
    Survey survey = Exports.survey(file);
    assertThat(survey.truncated()).isFalse();
    assertThat(survey.chats()).isNotEmpty();
    assertThat(look(file)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("whole")
  void damagedTheyAreReadAsFarAsTheyGoOrRefused(byte[] whole) {
    damage(whole, ROUNDS);
  }

  @ParameterizedTest
  @MethodSource("wholeOfOtherPlaces")
  void damagedThoseOfOtherPlacesAreToo(byte[] whole) {
    damage(whole, ROUNDS / 4);
  }

  private void damage(byte[] whole, int rounds) {
    Random random = new Random(20240506L + whole.length);
    int read = 0;
    for (int round = 0; round < rounds; round++) {
      byte[] damaged = whole;
      for (int i = random.nextInt(4); i >= 0; i--) {
        damaged = damage(damaged, random);
      }
      Path file = Exports.file(folder, "damaged", damaged);
      try {
        read += look(file) ? 1 : 0;
      } catch (Throwable e) {
        throw new AssertionError("round " + round, e);
      }
    }
    assertThat(read).as("of %d, some are still read", rounds).isBetween(rounds / 50, rounds - 1);
  }

  @Test
  void damagedPagesSentOneByOneAreReadOrRefused() {
    Random random = new Random(5);
    byte[] page = HTML.getBytes(UTF_8);
    for (int round = 0; round < ROUNDS / 8; round++) {
      Path first = Exports.file(folder, "first", damage(page, random));
      Path second = Exports.file(folder, "second", damage(damage(page, random), random));
      look(first, second);
    }
  }

  /** Reads files in both passes; returns whether there was a chat in them. */
  private static boolean look(Path... files) {
    List<Path> all = List.of(files);
    ExportResult<Survey> survey = READER.survey(ExportSource.of(all), ReadMonitor.NONE);
    if (!(survey instanceof ExportResult.Read<Survey> listed)) {
      return false;
    }
    for (ChatSummary chat : listed.value().chats()) {
      List<Message> messages = new ArrayList<>();
      ExportResult<ReadReport> result =
          READER.read(ExportSource.of(all), chat.index(), messages::add, ReadMonitor.NONE);
      if (result instanceof ExportResult.Read<ReadReport> read) {
        assertThat(read.value().chat().people()).hasSizeLessThanOrEqualTo(LIMITS.people());
        assertThat(read.value().chat().messages()).isEqualTo(chat.messages());
        assertThat(read.value().reactions().values())
            .flatExtracting(reactions -> reactions.emoji().keySet())
            .allMatch(emoji -> emoji.length() <= 16);
      }
      assertThat(messages).hasSizeGreaterThanOrEqualTo(chat.messages());
      for (Message message : messages) {
        String text = message.text();
        assertThat(text).doesNotContain(SECRET);
        if (text.isBlank() || text.indexOf(0) >= 0 || text.length() > LIMITS.textLength()) {
          throw new AssertionError("a text of %d characters".formatted(text.length()));
        }
      }
    }
    assertThat(listed.value().toString()).doesNotContain(SECRET);
    assertThat(listed.value().chats()).hasSizeLessThanOrEqualTo(LIMITS.chats());
    return !listed.value().chats().isEmpty();
  }

  private static byte[] damage(byte[] whole, Random random) {
    if (whole.length < 2) {
      return whole;
    }
    byte[] bytes = whole.clone();
    int at = random.nextInt(bytes.length);
    int length = 1 + random.nextInt(Math.min(200, bytes.length));
    switch (random.nextInt(8)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt(256);
      case 2 -> {
        for (int i = at; i < Math.min(bytes.length, at + length / 10); i++) {
          bytes[i] = (byte) random.nextInt(256);
        }
      }
      case 3 -> bytes = Arrays.copyOf(bytes, at);
      case 4 -> bytes = spliced(bytes, at, Math.min(bytes.length, at + length), new byte[0]);
      case 5 -> {
        // The secrets stand at the start; to copy them into a text would make them part of it.
        int from = bytes.length / 3 + random.nextInt(bytes.length / 2);
        int to = Math.min(bytes.length, from + length);
        bytes = spliced(bytes, at, at, Arrays.copyOfRange(bytes, from, to));
      }
      case 6 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + length / 4), (byte) 0);
      default -> {
        byte[] splice = SPLICES.get(random.nextInt(SPLICES.size())).getBytes(UTF_8);
        int times = random.nextInt(20) == 0 ? 300 : 1;
        byte[] repeated = new byte[splice.length * times];
        for (int i = 0; i < repeated.length; i++) {
          repeated[i] = splice[i % splice.length];
        }
        bytes = spliced(bytes, at, at, repeated);
      }
    }
    return bytes;
  }

  /** The bytes with those of {@code from} to {@code to} replaced. */
  private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
    byte[] result = new byte[from + middle.length + bytes.length - to];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(middle, 0, result, from, middle.length);
    System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
    return result;
  }
}
