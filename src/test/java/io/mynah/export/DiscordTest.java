package io.mynah.export;

import static io.mynah.export.Exports.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Message;
import io.mynah.export.Refusal.Reason;
import io.mynah.export.reading.ExportReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of DiscordChatExporter, and Discord's own data package. */
class DiscordTest {
  static final String CHANNEL =
      """
      {
        "guild": {"id": "77", "name": "The flat", "iconUrl": "https://example.org/a.png"},
        "channel": {"id": "88", "type": "GuildTextChat", "categoryId": null, "name": "kitchen"},
        "dateRange": {"after": null, "before": null},
        "exportedAt": "2024-05-07T00:00:00+00:00",
        "messages": [
          {"id": "1001", "type": "Default", "timestamp": "2024-05-06T09:08:09.123+02:00",
           "content": "hi <:wave:5> all <@12>", "attachments": [{"id": "5", "url": "x"}],
           "author": {"id": "11", "name": "bella99", "nickname": "Bella", "isBot": false, "roles": []}},
          {"id": "1002", "type": "Reply", "timestamp": "2024-05-06T09:09:00+02:00",
           "content": "hello", "author": {"id": "12", "name": "tim", "nickname": "", "isBot": false},
           "reference": {"messageId": "1001", "channelId": "88", "guildId": "77"}},
          {"id": "1003", "type": "GuildMemberJoin", "timestamp": "2024-05-06T09:10:00+02:00",
           "content": "Joined the server.", "author": {"id": "13", "name": "max", "isBot": false}},
          {"id": "1004", "type": "Default", "timestamp": "2024-05-06T09:11:00+02:00",
           "content": "beep", "author": {"id": "14", "name": "helper", "isBot": true}},
          {"id": "1005", "type": "Default", "timestamp": "2024-05-06T09:12:00+02:00",
           "content": "", "author": {"id": "11", "name": "bella99", "nickname": "Bella", "isBot": false}},
          {"id": "1006", "type": "Default", "timestamp": "2024-05-06T09:13:00+02:00",
           "content": "bye", "author": {"id": "11", "name": "bella99", "nickname": "Bella B", "isBot": false}}
        ],
        "messageCount": 6
      }""";

  @TempDir Path folder;

  @Test
  void aChannelIsReadWithWhatPeopleWrote() {
    ChatRead read = Exports.read(folder, CHANNEL);
    assertThat(read.texts()).containsExactly("hi :wave: all", "hello", "bye");
    assertThat(read.senders()).containsExactly("discord:11", "discord:12", "discord:11");
    assertThat(read.names()).containsExactly("Bella B", "tim");
    assertThat(read.report().chat().people().get(0).aliases()).containsExactly("Bella");
    assertThat(read.report().chat().name()).isEqualTo("The flat / kitchen");
    assertThat(read.report().chat().sourceKey()).isEqualTo("discord:88");
    assertThat(read.report().skipped()).isEqualTo(3);
    Message answer = read.messages().get(1);
    assertThat(answer.id()).isEqualTo(1002);
    assertThat(answer.replyTo()).isEqualTo(1001);
    assertThat(answer.sentAt()).isEqualTo("2024-05-06T07:09:00Z");
  }

  @Test
  void aDirectMessageIsCalledByItsChannelAlone() {
    String direct =
        CHANNEL.replace(
            "\"id\": \"77\", \"name\": \"The flat\"",
            "\"id\": \"0\", \"name\": \"Direct Messages\"");
    assertThat(Exports.read(folder, direct).report().chat().name()).isEqualTo("kitchen");
  }

  @Test
  void channelsInAZipAreAChatEach() {
    byte[] zip =
        new ZipBuilder()
            .add("export/kitchen.json", CHANNEL)
            .add("export/garden.json", CHANNEL.replace("88", "89").replace("kitchen", "garden"))
            .build();
    assertThat(Exports.survey(file(folder, "channels.zip", zip)).chats())
        .extracting(ChatSummary::name)
        .containsExactly("The flat / garden", "The flat / kitchen");
  }

  @Test
  void oneThatBreaksOffKeepsWhatCameBeforeAndSaysSo() {
    ChatRead read = Exports.read(folder, CHANNEL.substring(0, CHANNEL.indexOf("1003")));
    assertThat(read.texts()).hasSize(2);
    assertThat(read.report().truncated()).isTrue();
  }

  @Test
  void oneWithoutMessagesIsRefused() {
    Path upload =
        file(folder, "upload", CHANNEL.replace("\"messages\": [", "\"messages\": [], \"x\": ["));
    assertThat(Exports.refusal(upload).reason()).isEqualTo(Reason.NO_MESSAGES);
  }

  static byte[] dataPackage() {
    return new ZipBuilder()
        .add("README.txt", "Welcome to your data package")
        .add(
            "account/user.json",
            "{\"id\": \"11\", \"username\": \"bella99\", \"global_name\": \"Bella\"}")
        .add("messages/index.json", "{\"88888\": \"kitchen in The flat\"}")
        .add(
            "messages/c88888/channel.json",
            "{\"id\": \"88888\", \"type\": 0, \"name\": \"kitchen\"}")
        .add(
            "messages/c88888/messages.json",
            """
            [{"ID": 1003, "Timestamp": "2024-05-06 07:10:09", "Contents": "second", "Attachments": ""},
             {"ID": 1001, "Timestamp": "2024-05-06 07:08:09", "Contents": "first", "Attachments": ""}]""")
        .add(
            "messages/c99999/messages.csv",
            """
            ID,Timestamp,Contents,Attachments
            1002,2024-05-06 07:09:09.5+00:00,"a ""quoted""
            word",
            1004,2024-05-06 07:11:09,,https://example.org/a.png
            """)
        .build();
  }

  @Test
  void theDataPackageIsOneChatOfItsOwner() {
    Path upload = file(folder, "package.zip", dataPackage());
    ChatRead read = Exports.read(upload);
    assertThat(read.texts()).containsExactly("second", "first", "a \"quoted\"\nword");
    assertThat(read.keys()).containsExactly("discord:11");
    assertThat(read.names()).containsExactly("Bella");
    assertThat(read.report().chat().name()).isEqualTo("Discord");
    assertThat(read.report().chat().sourceKey()).isEqualTo("discord:package:11");
    assertThat(read.messages().get(2).id()).isEqualTo(1002);
    assertThat(read.messages().get(2).sentAt()).isEqualTo("2024-05-06T07:09:09Z");
    assertThat(Exports.survey(upload).chats()).hasSize(1);
  }

  @Test
  void packagesThatDoNotSayWhoseTheyAreAreChatsOfTheirOwn() {
    String row = "[{\"ID\": 1, \"Timestamp\": \"2024-05-06 07:1%d:09\", \"Contents\": \"hi\"}]";
    assertThat(Exports.read(folder, row.formatted(1)).report().chat().sourceKey())
        .isNotEqualTo(Exports.read(folder, row.formatted(2)).report().chat().sourceKey());
  }

  @Test
  void aFileOfTheDataPackageAloneIsReadToo() {
    ChatRead read =
        Exports.read(
            folder, "[{\"ID\": 1, \"Timestamp\": \"2024-05-06 07:10:09\", \"Contents\": \"hi\"}]");
    assertThat(read.texts()).containsExactly("hi");
    assertThat(read.names()).containsExactly("Me");
  }

  @Test
  void moreThanTheCapsIsRefused() {
    ExportReader reader =
        new ExportReader(new ExportLimits(1L << 20, 4L << 20, 100, 50, 8, 1_000, 1, 1));
    assertThat(Exports.refusal(reader, file(folder, "a", CHANNEL)).reason())
        .isEqualTo(Reason.TOO_MANY_PEOPLE);
    String longer = CHANNEL.replace("\"hi ", "\"" + "x".repeat(1_001));
    assertThat(Exports.refusal(reader, file(folder, "a", longer)).reason())
        .isEqualTo(Reason.TEXT_TOO_LONG);
  }
}
