package io.mynah.export;

import static io.mynah.export.Exports.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Message;
import io.mynah.export.Refusal.Reason;
import io.mynah.export.reading.ExportReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of messages that people made themselves: CSV and JSON. */
class TableTest {
  private static final String CSV =
      """
      time,from,text
      2024-05-06T07:08:09Z,Bella,hi
      2024-05-06T07:09:00Z,Tim,"hello, ""you""
      and good morning"
      2024-05-06T07:10:00Z,Bella,
      2024-05-06T07:11:00Z,Bella,bye
      """;

  @TempDir Path folder;

  private ChatRead read(String text) {
    return Exports.read(file(folder, "upload", text));
  }

  @Test
  void csvIsReadWithItsQuotesAndLineBreaks() {
    ChatRead read = read(CSV);
    assertThat(read.texts()).containsExactly("hi", "hello, \"you\"\nand good morning", "bye");
    assertThat(read.senders()).containsExactly("name:Bella", "name:Tim", "name:Bella");
    assertThat(read.messages().get(0).sentAt()).isEqualTo("2024-05-06T07:08:09Z");
    assertThat(read.report().skipped()).isEqualTo(1);
    assertThat(read.report().chat().name()).isEqualTo("Bella, Tim");
    assertThat(read.report().chat().type()).isEqualTo("table");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "time;from;text\n2024-05-06T07:08:09Z;Bella;hi",
        "Time\tFrom\tText\r\n2024-05-06T07:08:09Z\tBella\thi\r\n",
        "\ufeffid,\"timestamp\",sender,message\n1,2024-05-06T07:08:09Z,Bella,hi",
        "TiMe,FROM,tEXT\n2024-05-06T07:08:09Z,Bella,hi",
        "SentAt,Sent_At,UserName,Body\n,2024-05-06T07:08:09Z,Bella,hi",
        "{\"DateTime\": 1714979289, \"userName\": \"Bella\", \"Text\": \"hi\"}",
        "time,from,text,text,\n2024-05-06T07:08:09Z,Bella,hi,hi,\n",
        "from,text,time,more\n\nBella,hi,1714979289\n",
        "{\"time\": 1714979289, \"from\": \"Bella\", \"text\": \"hi\"}",
        "{\"time\": \"2024-05-06T07:08:09Z\", \"from\": \"Bella\", \"text\": \"hi\", \"x\": [{}]}\n",
        "[{\"date\": 1714979289000, \"sender\": \"Bella\", \"body\": \"hi\"}]",
      })
  void columnsMayHaveOtherNamesAndSeparators(String text) {
    ChatRead read = read(text);
    assertThat(read.texts()).containsExactly("hi");
    assertThat(read.names()).containsExactly("Bella");
    assertThat(read.messages().get(0).sentAt()).isEqualTo("2024-05-06T07:08:09Z");
  }

  @Test
  void aTextThatQuotesAnotherChatIsStillATable() {
    ChatRead read = read("time,from,text\n1714979289,Bella,\"see\n5/6/24, 7:08 AM - Tim: hi\"");
    assertThat(read.texts()).containsExactly("see\n5/6/24, 7:08 AM - Tim: hi");
    assertThat(read.report().chat().type()).isEqualTo("table");
  }

  @Test
  void jsonLinesAreReadOneByOne() {
    ChatRead read =
        read(
            """
            {"time": "2024-05-06T07:08:09Z", "from": "Bella", "text": "one\\nand more"}
            {"time": "2024-05-06T07:08:10Z", "from": "Tim", "text": "two"}

            {"time": "2024-05-06T07:08:11Z", "from": "Tim", "text": null}
            """);
    assertThat(read.texts()).containsExactly("one\nand more", "two");
    assertThat(read.report().truncated()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "1714979289, 2024-05-06T07:08:09Z",
    "1714979289.123, 2024-05-06T07:08:09Z",
    "1714979289123, 2024-05-06T07:08:09Z",
    "1714979289123456, 2024-05-06T07:08:09Z",
    "2024-05-06T07:08:09, 2024-05-06T07:08:09Z",
    "2024-05-06 07:08:09, 2024-05-06T07:08:09Z",
    "2024-05-06T07:08:09.123456Z, 2024-05-06T07:08:09Z",
    "2024-05-06T09:08:09+02:00, 2024-05-06T07:08:09Z",
    "2024-05-06 09:08:09+0200, 2024-05-06T07:08:09Z",
    "2024-05-06T07:08, 2024-05-06T07:08:00Z",
    "2024-05-06, 2024-05-06T00:00:00Z",
    "99999999999999999, 5138-11-16T09:46:39Z",
  })
  void timesAreReadInTheirUsualForms(String time, Instant expected) {
    assertThat(read("time,from,text\n" + time + ",Bella,hi").messages().get(0).sentAt())
        .isEqualTo(expected);
  }

  @Test
  void aRowWithoutAReadableTimeIsLeftOut() {
    ChatRead read =
        read(
            """
            time,from,text
            yesterday,Bella,one
            2024-05-06T07:08:09Z,Bella,two
            2024-02-31,Tim,three
            ,Tim,four
            2024-05-06T07:08:10Z,Tim,five
            """);
    assertThat(read.texts()).containsExactly("two", "five");
    assertThat(read.report().skipped()).isEqualTo(3);
    assertThat(read.messages().get(0).sentAt()).isEqualTo("2024-05-06T07:08:09Z");
  }

  @Test
  void aTableWithoutAnyReadableTimeIsRefused() {
    String table = "time,from,text\n06.05.2024 07:08,Bella,hi\n06.05.2024 07:09,Tim,hello";
    assertThat(Exports.refusal(file(folder, "upload", table)).reason())
        .isEqualTo(Reason.NO_MESSAGES);
  }

  @Test
  void messagesOfTheSameTimeHaveIdsInTheirOrder() {
    List<Long> ids =
        read("time,from,text\n10,A,one\n10,A,two\n5,A,three\n11,A,four").messages().stream()
            .map(Message::id)
            .toList();
    assertThat(ids).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "time,text\n1,hi",
        "id,from,text\n1,Bella,hi",
        "when,from,text\n1,Bella,hi",
        "from: Bella, time: 7, text: hi",
      })
  void aTableWithoutTheseColumnsIsNoExport(String text) {
    assertThat(Exports.refusal(file(folder, "upload", text)).reason())
        .isEqualTo(Reason.NOT_AN_EXPORT);
  }

  @Test
  void aTableWithoutAMessageOfAnybodyIsRefused() {
    assertThat(Exports.refusal(file(folder, "upload", "time,from,text\n1,Tim,\n2,Bella,")).reason())
        .isEqualTo(Reason.NO_MESSAGES);
  }

  @Test
  void oneThatBreaksOffKeepsWhatCameBeforeAndSaysSo() {
    ChatRead read =
        read("{\"time\":1,\"from\":\"A\",\"text\":\"one\"}\n{\"time\":2,\"from\":\"A\",\"te");
    assertThat(read.texts()).containsExactly("one");
    assertThat(read.report().truncated()).isTrue();
    ChatRead quoted = read(CSV + "2024-05-06T07:12:00Z,Bella,\"never ends");
    assertThat(quoted.texts()).contains("bye");
    assertThat(quoted.report().truncated()).isTrue();
  }

  @Test
  void moreThanTheCapsIsRefused() {
    ExportReader reader =
        new ExportReader(new ExportLimits(1L << 20, 4L << 20, 100, 50, 20, 1_000, 2, 1));
    String long1 = "time,from,text\n1,Bella," + "x".repeat(1_001);
    String long2 = "time,from,text\n1,Bella,\"" + "x\n".repeat(501) + "\"";
    String long3 = "time,from,text\n1,Bella,hi," + "x".repeat(100_000);
    String deep = "{\"time\":1,\"from\":\"A\",\"text\":\"a\",\"x\":" + "[".repeat(50);
    String people = "time,from,text\n1,A,a\n1,B,b\n1,C,c";
    assertThat(reason(reader, long1)).isEqualTo(Reason.TEXT_TOO_LONG);
    assertThat(reason(reader, long2)).isEqualTo(Reason.TEXT_TOO_LONG);
    assertThat(reason(reader, long3)).isEqualTo(Reason.TEXT_TOO_LONG);
    assertThat(reason(reader, deep)).isEqualTo(Reason.TOO_DEEP);
    assertThat(reason(reader, people)).isEqualTo(Reason.TOO_MANY_PEOPLE);
  }

  private Reason reason(ExportReader reader, String text) {
    return Exports.refusal(reader, file(folder, "upload", text)).reason();
  }
}
