package io.mynah.export;

import static io.mynah.export.Exports.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.export.Refusal.Reason;
import io.mynah.export.reading.ExportReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signal's own export, the lines of signal-cli, and rows of Signal Desktop. */
class SignalTest {
  static final String BACKUP =
      """
      {"version": "1", "backupTimeMs": "1714979289000"}
      {"account": {"givenName": "Bella", "familyName": "B", "username": "bella.01"}}
      {"recipient": {"id": "1", "self": {}}}
      {"recipient": {"id": "2", "contact": {"aci": "dGlt", "e164": "4917012345", "profileGivenName": "Tim", "profileFamilyName": ""}}}
      {"recipient": {"id": "3", "group": {"masterKey": "c2VjcmV0", "snapshot": {"title": {"title": "The flat"}}}}}
      {"chat": {"id": "7", "recipientId": "2"}}
      {"chat": {"id": "8", "recipientId": "3"}}
      {"chatItem": {"chatId": "7", "authorId": "1", "dateSent": "1714979289001", "outgoing": {}, "standardMessage": {"text": {"body": "hi"}}}}
      {"chatItem": {"chatId": "8", "authorId": "2", "dateSent": "1714979290001", "incoming": {}, "standardMessage": {"text": {"body": "in the group"}}}}
      {"chatItem": {"chatId": "7", "authorId": "2", "dateSent": "1714979291001", "incoming": {}, "standardMessage": {"quote": {"targetSentTimestamp": "1714979289001", "text": {"body": "hi"}}, "text": {"body": "hello"}}}}
      {"chatItem": {"chatId": "7", "authorId": "2", "dateSent": "1714979292001", "directionless": {}, "updateMessage": {"simpleUpdate": {"type": "MISSED_AUDIO_CALL"}}}}
      """;

  static final String CLI =
      """
      {"envelope": {"source": "+491", "sourceNumber": "+491", "sourceUuid": "aa-1", "sourceName": "Bella", "timestamp": 1714979289001, "dataMessage": {"timestamp": 1714979289001, "message": "hi"}}, "account": "+492"}
      {"envelope": {"source": "+491", "sourceUuid": "aa-1", "sourceName": "Bella", "timestamp": 1714979289500, "typingMessage": {"action": "STARTED"}}, "account": "+492"}
      {"envelope": {"source": "+492", "sourceUuid": "bb-2", "sourceName": "Tim", "timestamp": 1714979290001, "syncMessage": {"sentMessage": {"destinationUuid": "aa-1", "timestamp": 1714979290001, "message": "hello", "quote": {"id": 1714979289001}}}}, "account": "+492"}
      {"jsonrpc": "2.0", "method": "receive", "params": {"envelope": {"source": "+491", "sourceUuid": "aa-1", "sourceName": "Bella", "timestamp": 1714979291001, "dataMessage": {"timestamp": 1714979291001, "message": "all", "groupInfo": {"groupId": "Zw==", "groupName": "The flat"}}}}}
      """;

  @TempDir Path folder;

  @Test
  void signalsOwnExportIsReadWithItsChatsApart() {
    Path upload = file(folder, "main.jsonl", BACKUP);
    assertThat(Exports.survey(upload).chats())
        .extracting(ChatSummary::name)
        .containsExactly("Tim", "The flat");
    ChatRead read = Exports.read(upload);
    assertThat(read.texts()).containsExactly("hi", "hello");
    assertThat(read.senders()).containsExactly("signal:self", "signal:dGlt");
    assertThat(read.names()).containsExactly("Bella B", "Tim");
    assertThat(read.messages().get(0).sentAt()).isEqualTo("2024-05-06T07:08:09Z");
    assertThat(read.messages().get(1).replyTo()).isEqualTo(read.messages().get(0).id());
    assertThat(read.report().chat().sourceKey()).isEqualTo("signal:dGlt");
    assertThat(read.report().skipped()).isEqualTo(1);
    ChatRead group = Exports.read(new ExportReader(ExportLimits.DEFAULT), 1, upload);
    assertThat(group.texts()).containsExactly("in the group");
    assertThat(group.report().chat().sourceKey())
        .startsWith("signal:group:")
        .hasSize("signal:group:".length() + 64);
    assertThat(Exports.survey(upload).toString()).doesNotContain("c2VjcmV0");
  }

  @Test
  void groupsOfTheSameTitleStayApart() {
    String title = "\"snapshot\": {\"title\": {\"title\": \"The flat\"}}";
    String group = "{\"recipient\": {\"id\": \"%d\", \"group\": {%s" + title + "}}}\n";
    String more =
        group.formatted(4, "\"masterKey\": \"b3RoZXI=\", ")
            + group.formatted(5, "")
            + group.formatted(6, "");
    StringBuilder items = new StringBuilder();
    for (int i = 4; i <= 6; i++) {
      items.append("{\"chat\": {\"id\": \"1%d\", \"recipientId\": \"%d\"}}\n".formatted(i, i));
      items.append(
          "{\"chatItem\": {\"chatId\": \"1%d\", \"authorId\": \"2\", \"dateSent\": \"171497929%d001\", \"standardMessage\": {\"text\": {\"body\": \"in %d\"}}}}\n"
              .formatted(i, i, i));
    }
    Path upload = file(folder, "main.jsonl", BACKUP + more + items);
    Survey survey = Exports.survey(upload);
    assertThat(survey.chats())
        .extracting(ChatSummary::name)
        .containsExactly("Tim", "The flat", "The flat", "The flat", "The flat");
    assertThat(survey.chats()).extracting(ChatSummary::sourceKey).doesNotHaveDuplicates();
    assertThat(Exports.read(new ExportReader(ExportLimits.DEFAULT), 2, upload).texts())
        .containsExactly("in 4");
    assertThat(survey.toString()).doesNotContain("b3RoZXI=");
  }

  @Test
  void peopleAndChatsWithLongNamesTakeOfWhatIsAllowedForAll() {
    ExportReader reader =
        new ExportReader(new ExportLimits(8L << 20, 32L << 20, 9_999, 50, 20, 1_000, 2_000, 2_000));
    String person =
        "{\"recipient\": {\"id\": \"%1$d%2$s\", \"contact\": {\"aci\": \"%1$d%2$s\", \"profileGivenName\": \"%2$s\"}}}\n";
    String row =
        "{\"conversationId\": \"%d%s\", \"type\": \"outgoing\", \"sent_at\": 1714979289001, \"body\": \"hi\"}\n";
    for (String line : List.of(person, row)) {
      StringBuilder lines = new StringBuilder(BACKUP);
      for (int i = 0; i < 1_900; i++) {
        lines.append(line.formatted(i, "x".repeat(900)));
      }
      assertThat(Exports.refusal(reader, file(folder, "a", lines.toString())).reason())
          .isEqualTo(Reason.TOO_MANY_PEOPLE);
    }
  }

  @Test
  void theLinesOfSignalCliAreReadAndThoseInNotificationsToo() {
    Path upload = file(folder, "upload", CLI);
    ChatRead read = Exports.read(upload);
    assertThat(read.texts()).containsExactly("hi", "hello");
    assertThat(read.names()).containsExactly("Bella", "Tim");
    assertThat(read.report().chat().name()).isEqualTo("Bella");
    assertThat(read.report().chat().sourceKey()).isEqualTo("signal:aa-1");
    assertThat(read.messages().get(1).replyTo()).isEqualTo(1714979289001L);
    ChatRead group = Exports.read(new ExportReader(ExportLimits.DEFAULT), 1, upload);
    assertThat(group.report().chat().name()).isEqualTo("The flat");
    assertThat(group.texts()).containsExactly("all");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[%s, %s, %s]", "%s\n%s\n%s\n"})
  void rowsOfSignalDesktopAreRead(String form) {
    String rows =
        form.formatted(
            "{\"conversationId\": \"c1\", \"type\": \"incoming\", \"sent_at\": 1714979289001, \"body\": \"hi\", \"source\": \"+491\", \"sourceServiceId\": \"aa-1\"}",
            "{\"conversationId\": \"c1\", \"type\": \"outgoing\", \"sent_at\": 1714979290001, \"body\": \"hello\"}",
            "{\"conversationId\": \"c1\", \"type\": \"call-history\", \"sent_at\": 1714979291001, \"body\": null}");
    ChatRead read = Exports.read(folder, rows);
    assertThat(read.texts()).containsExactly("hi", "hello");
    assertThat(read.names()).containsExactly("+491", "Me");
    assertThat(read.keys()).containsExactly("signal:aa-1", "signal:self");
  }

  @Test
  void oneThatBreaksOffKeepsWhatCameBeforeAndSaysSo() {
    ChatRead read = Exports.read(folder, BACKUP.substring(0, BACKUP.length() - 150));
    assertThat(read.texts()).contains("hi");
    assertThat(read.report().truncated()).isTrue();
  }

  @Test
  void oneWithoutMessagesIsRefused() {
    String empty = "{\"version\": \"1\", \"backupTimeMs\": \"1714979289000\"}";
    assertThat(Exports.refusal(file(folder, "a", empty)).reason()).isEqualTo(Reason.NO_MESSAGES);
  }

  @Test
  void moreThanTheCapsIsRefused() {
    ExportReader reader =
        new ExportReader(new ExportLimits(1L << 20, 4L << 20, 100, 50, 20, 1_000, 2, 9));
    assertThat(Exports.refusal(reader, file(folder, "a", BACKUP)).reason())
        .isEqualTo(Reason.TOO_MANY_PEOPLE);
    ExportReader chats =
        new ExportReader(new ExportLimits(1L << 20, 4L << 20, 100, 50, 20, 1_000, 9, 1));
    assertThat(Exports.refusal(chats, file(folder, "a", CLI)).reason())
        .isEqualTo(Reason.TOO_MANY_CHATS);
  }
}
