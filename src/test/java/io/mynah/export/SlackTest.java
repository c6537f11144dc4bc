package io.mynah.export;

import static io.mynah.export.Exports.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Message;
import io.mynah.export.Refusal.Reason;
import io.mynah.export.reading.ExportReader;
import java.nio.file.Path;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zip that Slack exports. */
class SlackTest {
  private static final String USERS =
      """
      [{"id": "U0BELLA01", "name": "bella", "is_bot": false, "profile": {"display_name": "Bella", "real_name": "Bella B"}},
       {"id": "U0TIM0001", "name": "tim", "real_name": "Tim", "profile": {"display_name": ""}},
       {"id": "U0BOT0001", "name": "helper", "is_bot": true, "profile": {"display_name": "Helper"}}]""";

  private static final String MONDAY =
      """
      [{"type": "message", "user": "U0BELLA01", "ts": "1714979289.000100",
        "text": "hi <@U0TIM0001>, see <https://example.org|this> &amp; <#C0KITCHEN|kitchen> &lt;3"},
       {"type": "message", "subtype": "channel_join", "user": "U0TIM0001", "ts": "1714979290.000100", "text": "joined"},
       {"type": "message", "user": "U0TIM0001", "ts": "1714979291.000200", "thread_ts": "1714979289.000100", "text": "hello <!here>"},
       {"type": "message", "user": "U0BOT0001", "ts": "1714979292.000200", "text": "beep"},
       {"type": "message", "bot_id": "B1", "ts": "1714979293.000200", "text": "boop"}]""";

  private static final String TUESDAY =
      """
      [{"type": "message", "user": "U0BELLA01", "ts": "1715065689.000100", "thread_ts": "1715065689.000100", "text": "bye"},
       {"type": "message", "user": "U0GUEST01", "ts": "1715065690.000100", "text": "me too",
        "user_profile": {"display_name": "", "real_name": "Max"}}]""";

  @TempDir Path folder;

  static byte[] workspace(String prefix) {
    return new ZipBuilder()
        .add(prefix + "kitchen/2024-05-07.json", TUESDAY)
        .add(prefix + "kitchen/2024-05-06.json", MONDAY)
        .add(prefix + "D0PRIVATE1/2024-05-06.json", MONDAY)
        .add(
            prefix + "channels.json",
            "[{\"id\": \"C0KITCHEN\", \"name\": \"kitchen\", \"members\": [\"U0BELLA01\"]}]")
        .add(
            prefix + "dms.json",
            "[{\"id\": \"D0PRIVATE1\", \"members\": [\"U0BELLA01\", \"U0TIM0001\"]}]")
        .add(prefix + "integration_logs.json", "[]")
        .add(prefix + "users.json", USERS)
        .build();
  }

  @Test
  void eachFolderIsAChatReadDayByDay() {
    Path upload = file(folder, "slack.zip", workspace(""));
    Survey survey = Exports.survey(upload);
    assertThat(survey.chats())
        .extracting(ChatSummary::name)
        .containsExactly("Bella, Tim", "#kitchen");
    assertThat(survey.chats())
        .extracting(ChatSummary::sourceKey)
        .containsExactly("slack:D0PRIVATE1", "slack:C0KITCHEN");
    ChatRead read = Exports.read(new ExportReader(ExportLimits.DEFAULT), 1, upload);
    assertThat(read.texts())
        .containsExactly("hi @Tim, see this & #kitchen <3", "hello @here", "bye", "me too");
    assertThat(read.names()).containsExactly("Bella", "Tim", "Max");
    assertThat(read.keys())
        .containsExactly("slack:U0BELLA01", "slack:U0TIM0001", "slack:U0GUEST01");
    Message answer = read.messages().get(1);
    assertThat(answer.replyTo()).isEqualTo(read.messages().get(0).id());
    assertThat(answer.sentAt()).isEqualTo("2024-05-06T07:08:11Z");
    assertThat(read.messages().get(2).replyTo()).isNull();
    assertThat(read.report().skipped()).isEqualTo(3);
  }

  @Test
  void itIsFoundInAFolderOfTheZip() {
    Path upload = file(folder, "slack.zip", workspace("The flat Slack export/"));
    assertThat(Exports.survey(upload).chats()).hasSize(2);
  }

  @Test
  void aDayAloneNamesNobodyAndIsRefused() {
    assertThat(Exports.refusal(file(folder, "2024-05-06.json", MONDAY)).reason())
        .isEqualTo(Reason.OTHER_JSON);
  }

  @Test
  void aDamagedDayLeavesTheOthers() {
    byte[] zip =
        new ZipBuilder()
            .add("users.json", USERS)
            .add("kitchen/2024-05-06.json", MONDAY.substring(0, 250))
            .add("kitchen/2024-05-07.json", TUESDAY)
            .build();
    ChatRead read = Exports.read(file(folder, "slack.zip", zip));
    assertThat(read.texts()).contains("bye");
    assertThat(read.report().truncated()).isTrue();
  }

  private static byte[] oneChannel(String users, String day) {
    return new ZipBuilder().add("users.json", users).add("kitchen/2024-05-06.json", day).build();
  }

  private static String message(String text) {
    return "[{\"type\": \"message\", \"user\": \"U1\", \"ts\": \"1714979289.000100\", \"text\": \"%s\"}]"
        .formatted(text);
  }

  @Test
  void aLongNameIsCutWhereItIsMentioned() {
    String users = "[{\"id\": \"U1\", \"name\": \"%s\"}]".formatted("x".repeat(900));
    byte[] zip = oneChannel(users, message("hi <@U1>"));
    assertThat(Exports.read(file(folder, "slack.zip", zip)).texts())
        .containsExactly("hi @" + "x".repeat(256));
  }

  @Test
  void aTextThatItsMentionsMakeTooLongIsRefused() {
    ExportReader reader =
        new ExportReader(new ExportLimits(1L << 20, 4L << 20, 1_000, 50, 20, 1_000, 9, 9));
    String users = "[{\"id\": \"U1\", \"name\": \"%s\"}]".formatted("x".repeat(200));
    byte[] fits = oneChannel(users, message("<@U1>".repeat(4)));
    assertThat(Exports.read(reader, 0, file(folder, "slack.zip", fits)).texts()).hasSize(1);
    byte[] long1 = oneChannel(users, message("<@U1>".repeat(5)));
    assertThat(Exports.refusal(reader, file(folder, "slack.zip", long1)).reason())
        .isEqualTo(Reason.TEXT_TOO_LONG);
  }

  @Test
  void peopleWithLongNamesTakeOfWhatIsAllowedForAll() {
    ExportReader reader =
        new ExportReader(new ExportLimits(8L << 20, 32L << 20, 9_999, 50, 20, 1_000, 2_000, 9));
    StringJoiner users = new StringJoiner(",", "[", "]");
    for (int i = 0; i < 1_900; i++) {
      String longId = i + "x".repeat(300);
      users.add("{\"id\": \"%s\", \"name\": \"%s\"}".formatted(longId, "y".repeat(900)));
    }
    byte[] zip = oneChannel(users.toString(), message("hi"));
    assertThat(Exports.refusal(reader, file(folder, "slack.zip", zip)).reason())
        .isEqualTo(Reason.TOO_MANY_PEOPLE);
  }

  @Test
  void moreThanTheCapsIsRefused() {
    Path upload = file(folder, "slack.zip", workspace(""));
    ExportReader people =
        new ExportReader(new ExportLimits(1L << 20, 4L << 20, 100, 50, 20, 1_000, 2, 9));
    assertThat(Exports.refusal(people, upload).reason()).isEqualTo(Reason.TOO_MANY_PEOPLE);
    ExportReader chats =
        new ExportReader(new ExportLimits(1L << 20, 4L << 20, 100, 50, 20, 1_000, 9, 1));
    assertThat(chats.survey(Exports.sources(upload), ReadMonitor.NONE))
        .isInstanceOf(ExportResult.Refused.class);
  }
}
