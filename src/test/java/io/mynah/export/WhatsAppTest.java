package io.mynah.export;

import static io.mynah.export.Exports.file;
import static io.mynah.export.Exports.gzip;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Message;
import io.mynah.export.Refusal.Reason;
import io.mynah.export.reading.ExportReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts that WhatsApp writes on Android and on iOS, in many languages. */
class WhatsAppTest {
  private static final String ANDROID =
      """
      5/6/24, 7:08 AM - Messages and calls are end-to-end encrypted. Learn more.
      5/6/24, 7:08 AM - Bella: hi
      5/6/24, 7:09 AM - Tim: hello
      and good morning
      5/16/24, 7:10 PM - Bella: bye
      """;

  @TempDir Path folder;

  private ChatRead read(String text) {
    return Exports.read(file(folder, "upload", text));
  }

  private static List<String> times(ChatRead read) {
    return read.messages().stream().map(Message::sentAt).map(Instant::toString).toList();
  }

  @Test
  void aTextOfAndroidIsReadMessageByMessage() {
    ChatRead read = read(ANDROID);
    assertThat(read.texts()).containsExactly("hi", "hello\nand good morning", "bye");
    assertThat(read.senders()).containsExactly("name:Bella", "name:Tim", "name:Bella");
    assertThat(times(read))
        .containsExactly("2024-05-06T07:08:00Z", "2024-05-06T07:09:00Z", "2024-05-16T19:10:00Z");
    assertThat(read.names()).containsExactly("Bella", "Tim");
    assertThat(read.report().truncated()).isFalse();
    assertThat(read.report().skipped()).isEqualTo(1);
  }

  @Test
  void aTextOfIosIsReadWithItsMarksAndNarrowSpaces() {
    ChatRead read =
        read(
            """
            \u200e[5/6/24, 7:08:09\u202fAM] The flat: \u200eMessages and calls are end-to-end encrypted.
            [5/6/24, 7:08:10\u202fAM] Bella: hi
            [5/6/24, 7:08:11\u202fPM] ~\u202fTim: hello
            \u200e[5/16/24, 7:09:00\u202fPM] Bella: \u200eimage omitted
            [5/16/24, 7:09:01\u202fPM] \u202a+49\u00a0170\u00a01234567\u202c: look @\u2068Bella\u2069
            """);
    assertThat(read.texts()).containsExactly("hi", "hello", "look @Bella");
    assertThat(read.names()).containsExactly("Bella", "Tim", "+49\u00a0170\u00a01234567");
    assertThat(times(read).get(1)).isEqualTo("2024-05-06T19:08:11Z");
    assertThat(read.report().chat().name()).isEqualTo("The flat");
    assertThat(read.report().chat().type()).isEqualTo("whatsapp");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<Media omitted>",
        "<Medien ausgeschlossen>",
        "<Multimedia omitido>",
        "<Без медиафайлов>",
        "IMG-20201231-WA0001.jpg (file attached)",
        "\u200eVID-20201231-WA0001.mp4 (Datei angehängt)",
        "holiday plans.pdf (archivo adjunto)",
        "\u200eimage omitted",
        "\u200eBild weggelassen",
        "image omitted",
        "\u200e<attached: 00000012-PHOTO-2020-12-31.jpg>",
        "<Anhang: 00000012-PHOTO-2020-12-31.jpg>",
        "plans.pdf • \u200e2 pages \u200edocument omitted",
        "\u200ePOLL:\nPizza?\n\u200eOPTION: yes (2 votes)",
        "This message was deleted",
        "You deleted this message.",
        "This message was deleted by admin Tim.",
        "Diese Nachricht wurde gelöscht.",
        "Eliminaste este mensaje.",
        "Сообщение удалено",
        "null",
        "location: https://maps.google.com/?q=52.5,13.4",
        "",
      })
  void whatWhatsAppWroteInsteadOfSomebodyIsLeftOut(String text) {
    ChatRead read =
        read(
            "31.12.20, 21:41 - Tim: first\n31.12.20, 21:42 - Bella: "
                + text
                + "\n31.12.20, 21:43 - Tim: last");
    assertThat(read.texts()).containsExactly("first", "last");
    assertThat(read.report().skipped()).isEqualTo(1);
  }

  @Test
  void aCaptionStaysAndANoteThatSomethingWasEditedGoes() {
    assertThat(
            read("""
                    31.12.20, 21:41 - Tim: IMG-20201231-WA0001.jpg (file attached)
                    the cat
                    31.12.20, 21:42 - Tim: <Media omitted>
                    the dog
                    31.12.20, 21:43 - Tim: fixed <This message was edited>
                    31.12.20, 21:44 - Tim: I wrote <b> and a < b
                    31.12.20, 21:45 - Tim: the bird \u200e<attached: 00000012-PHOTO.jpg>
                    31.12.20, 21:46 - Tim: \u200e<attached: 00000013-PHOTO.jpg>
                    the fish
                    """)
                .texts())
        .containsExactly(
            "the cat", "the dog", "fixed", "I wrote <b> and a < b", "the bird", "the fish");
  }

  @Test
  void linesOfTheSystemAreNotAnybodys() {
    ChatRead read =
        read(
            """
            31.12.20, 21:40 - Tim created group “The flat”
            31.12.20, 21:41 - Tim added Bella
            31.12.20, 21:42 - Bella: hi
            31.12.20, 21:43 - Tim changed the subject to "Home: sweet home"
            still the subject
            31.12.20, 21:44 - Tim: time is 10: 30, right?
            31.12.20, 21:45 - Max: hello
            """);
    assertThat(read.names()).containsExactly("Bella", "Tim", "Max");
    assertThat(read.texts()).containsExactly("hi", "time is 10: 30, right?", "hello");
    assertThat(read.report().chat().name()).isEqualTo("The flat");
    assertThat(read.report().chat().sourceKey()).isEqualTo("whatsapp:name:The flat");
  }

  @Test
  void aLineOfAnotherPhonesFormThatWasPastedIsPartOfTheMessage() {
    assertThat(
            read("""
                    31.12.20, 21:40 - Tim: she wrote
                    [12/30/20, 9:40:00 PM] Max: no way
                    31/12/20, 9:40 - Max: yes
                    31.12.20, 21:41 - Bella: really?
                    """)
                .texts())
        .containsExactly(
            "she wrote\n[12/30/20, 9:40:00 PM] Max: no way\n31/12/20, 9:40 - Max: yes", "really?");
  }

  private static Stream<Map.Entry<String, String>> named() {
    return Map.of(
        "WhatsApp Chat with The flat.txt", "The flat",
        "WhatsApp Chat - The flat (1).txt", "The flat",
        "WhatsApp-Chat mit Die WG.txt", "Die WG",
        "WhatsApp_Chat_with_The_flat.txt", "The flat",
        "Chat de WhatsApp con El piso.txt", "El piso",
        "Conversa do WhatsApp com A casa.txt", "A casa",
        "Чат WhatsApp с контактом Анна.txt", "Анна",
        "notes.txt", "Bella, Tim")
        .entrySet()
        .stream();
  }

  @ParameterizedTest
  @MethodSource("named")
  void theNameOfTheFileNamesTheChatElseItsPeopleDo(Map.Entry<String, String> named) {
    Path upload = file(folder, named.getKey(), ANDROID);
    assertThat(Exports.read(upload).report().chat().name()).isEqualTo(named.getValue());
  }

  @Test
  void aZipIsReadWithItsMedia() {
    byte[] zip =
        new ZipBuilder()
            .add("00000012-PHOTO.jpg", "JFIF")
            .add("00000013-notes.txt", "milk, eggs")
            .add("package.json", "{\"name\": \"x\"}")
            .add("_chat.txt", ANDROID)
            .build();
    Path upload = file(folder, "WhatsApp Chat - Bella.zip", zip);
    assertThat(Exports.read(upload).texts()).hasSize(3);
    assertThat(Exports.read(upload).report().chat().name()).isEqualTo("Bella");
    byte[] two =
        new ZipBuilder()
            .add("a/WhatsApp Chat with Bella.txt", ANDROID)
            .add("a/WhatsApp Chat with Max.txt", ANDROID.replace("Bella", "Max"))
            .build();
    assertThat(Exports.survey(file(folder, "both.zip", two)).chats())
        .extracting(ChatSummary::name)
        .containsExactly("Bella", "Max");
    assertThat(read(new String(ANDROID.getBytes(UTF_8), UTF_8)).texts()).hasSize(3);
  }

  @Test
  void aFileSentInTheChatDoesNotHideIt() {
    for (String chat : List.of("_chat.txt", "WhatsApp Chat with Bella.txt")) {
      byte[] zip =
          new ZipBuilder()
              .add("00000013-table.csv", "time,from,text\n1,Max,sent\n")
              .add("00000014-notes.txt", ANDROID.replace("Bella", "Max"))
              .add("more/a.csv", "time,from,text\n1,Max,sent\n")
              .add(chat, ANDROID)
              .build();
      ChatRead read = Exports.read(file(folder, "upload.zip", zip));
      assertThat(read.report().chat().type()).isEqualTo("whatsapp");
      assertThat(read.names()).contains("Bella");
    }
  }

  @Test
  void aGroupOfTwoIsKnownByItsNameAndAChatOfTwoByTheirs() {
    Map<String, String> keys =
        Map.of(
            "WhatsApp Chat with The flat.txt", "whatsapp:name:The flat",
            "WhatsApp Chat with The garden.txt", "whatsapp:name:The garden",
            "WhatsApp Chat with Bella.txt", "whatsapp:people:Bella|Tim",
            "upload", "whatsapp:people:Bella|Tim");
    keys.forEach(
        (name, key) ->
            assertThat(Exports.read(file(folder, name, ANDROID)).report().chat().sourceKey())
                .as(name)
                .isEqualTo(key));
  }

  @Test
  void aTextThatDoesNotBeginWithADateIsNone() {
    String notes = "My notes\n" + ANDROID;
    assertThat(Exports.refusal(file(folder, "notes", notes)).reason())
        .isEqualTo(Reason.NOT_AN_EXPORT);
    assertThat(read("\ufeff\n \n" + ANDROID).texts()).hasSize(3);
  }

  @Test
  void itIsReadGzippedAndInUtf16() {
    assertThat(Exports.read(file(folder, "a", gzip(ANDROID.getBytes(UTF_8)))).texts()).hasSize(3);
    byte[] wide = ("\ufeff" + ANDROID).getBytes(UTF_16LE);
    assertThat(Exports.read(file(folder, "a", wide)).texts()).hasSize(3).contains("bye");
  }

  @Test
  void aLaterExportOfTheSameChatGivesTheSameIds() {
    ChatRead first = read(ANDROID);
    ChatRead later =
        read(
            ANDROID.replace("Bella: hi", "Bella: This message was deleted")
                + "5/16/24, 7:10 PM - Tim: wait\n5/17/24, 7:00 AM - Tim: are you there?\n");
    assertThat(later.report().chat().sourceKey()).isEqualTo(first.report().chat().sourceKey());
    List<Long> ids = later.messages().stream().map(Message::id).toList();
    assertThat(ids).doesNotHaveDuplicates().isSorted();
    assertThat(ids.subList(0, 2))
        .isEqualTo(first.messages().subList(1, 3).stream().map(Message::id).toList());
    // A phone leaves out the beginning of a chat that is too long.
    ChatRead shorter =
        read(ANDROID.substring(ANDROID.indexOf("5/16/24")) + "5/16/24, 7:10 PM - Tim: wait");
    assertThat(shorter.messages().get(0).id()).isEqualTo(first.messages().get(2).id());
  }

  @Test
  void oneThatIsCutOffKeepsWhatCameBeforeAndSaysSo() {
    byte[] whole = gzip(ANDROID.repeat(500).getBytes(UTF_8));
    ChatRead read = Exports.read(file(folder, "cut", Arrays.copyOf(whole, whole.length - 20)));
    assertThat(read.report().truncated()).isTrue();
    assertThat(read.texts()).hasSizeGreaterThan(100);
  }

  @Test
  void oneWithoutAMessageOfAnybodyIsRefused() {
    String empty = "31.12.20, 21:41 - Messages and calls are end-to-end encrypted.";
    assertThat(Exports.refusal(file(folder, "empty", empty)).reason())
        .isEqualTo(Reason.NO_MESSAGES);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aTextMadeToTakeLongIsReadInOnePass() {
    String first = "31.12.20, 21:41 - Bella: ";
    for (String piece :
        List.of(" ", "<", "<this message was edited> ", "\u200e", "1/", "\n1", "\"")) {
      ChatRead read =
          read(first + "hi\n" + first + "x" + piece.repeat(3_000_000 / piece.length()) + "x");
      assertThat(read.texts()).hasSize(2);
    }
  }

  @Test
  void moreThanTheCapsIsRefused() {
    ExportReader reader =
        new ExportReader(new ExportLimits(1L << 20, 4L << 20, 100, 50, 20, 1_000, 2, 1));
    String first = "31.12.20, 21:41 - Bella: ";
    Map<String, Reason> tooMuch =
        Map.of(
            first + "x".repeat(1_001),
            Reason.TEXT_TOO_LONG,
            first + "x\n".repeat(501),
            Reason.TEXT_TOO_LONG,
            first
                + "hi\n"
                + first.replace("Bella", "Tim")
                + "hi\n"
                + first.replace("Bella", "Max")
                + "hi",
            Reason.TOO_MANY_PEOPLE);
    tooMuch.forEach(
        (text, reason) ->
            assertThat(Exports.refusal(reader, file(folder, "long", text)).reason())
                .isEqualTo(reason));
  }
}
