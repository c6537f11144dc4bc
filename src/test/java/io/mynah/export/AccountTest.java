package io.mynah.export;

import static io.mynah.export.Exports.bella;
import static io.mynah.export.Exports.file;
import static io.mynah.export.Exports.message;
import static io.mynah.export.Exports.tim;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Message;
import io.mynah.export.reading.ExportReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The export of a whole account, and what of it is never handed on. */
class AccountTest {
  private static final String SECRET = "SeCrEt";
  private static final ExportReader READER = new ExportReader(ExportLimits.DEFAULT);

  @TempDir Path folder;

  private static String chat(String head, String... messages) {
    return "{%s, \"messages\": [%s]}".formatted(head, String.join(",", messages));
  }

  /** An account whose every corner but the chosen chat's people holds the secret. */
  private static String account() {
    String family =
        chat(
            "\"name\": \"Family\", \"type\": \"private_group\", \"id\": 5",
            bella(1, "shall we?", everyMember()),
            """
            {"id": 2, "type": "service", "date": "2024-05-06T07:08:09", "actor": "SeCrEt",
             "actor_id": "user66", "action": "invite_members", "members": ["SeCrEt"],
             "title": "SeCrEt", "text": "SeCrEt"}""",
            tim(3, "SeCrEt", "\"forwarded_from\": \"SeCrEt\""),
            tim(4, "SeCrEt", "\"via_bot\": \"@SeCrEt\""),
            """
            {"id": 5, "type": "unsupported", "text": "SeCrEt", "from": "SeCrEt"}""",
            tim(6, "yes"));
    String saved = chat("\"type\": \"saved_messages\", \"id\": 1", bella(1, "SeCrEt"));
    String bot =
        chat(
            "\"name\": \"Bank\", \"type\": \"bot_chat\", \"id\": 9",
            message(1, "Bank", "user9", "SeCrEt"));
    String left =
        chat(
            "\"name\": \"Left\", \"type\": \"public_supergroup\", \"id\": 7",
            message(1, "Max", "user3", "SeCrEt"));
    return """
        {"about": "SeCrEt",
         "personal_information": {"user_id": 1, "first_name": "SeCrEt", "phone_number": "SeCrEt",
           "username": "@SeCrEt", "bio": "SeCrEt", "messages": [{"text": "SeCrEt"}]},
         "profile_pictures": [{"date": "SeCrEt", "photo": "SeCrEt.jpg"}],
         "stories": [{"caption": "SeCrEt", "text": "SeCrEt"}],
         "contacts": {"about": "SeCrEt", "list": [
           {"user_id": 2, "first_name": "SeCrEt", "last_name": "SeCrEt", "phone_number": "SeCrEt",
            "name": "SeCrEt", "type": "personal_chat",
            "messages": [{"type": "message", "from": "SeCrEt", "text": "SeCrEt"}]}]},
         "frequent_contacts": {"about": "", "list": [{"id": 3, "name": "SeCrEt", "rating": 1}]},
         "sessions": {"about": "SeCrEt", "list": [{"last_ip": "SeCrEt", "device_model": "SeCrEt"}]},
         "web_sessions": {"about": "", "list": [{"domain": "SeCrEt", "last_ip": "SeCrEt"}]},
         "other_data": {"drafts": [{"chat": "SeCrEt", "html": "SeCrEt"}],
           "chats": {"list": [{"name": "SeCrEt", "messages": [{"text": "SeCrEt"}]}]}},
         "chats": {"about": "SeCrEt", "list": [%s]},
         "left_chats": {"about": "SeCrEt", "list": [%s]}}
        """
        .formatted(String.join(",", saved, family, bot), left);
  }

  private static String everyMember() {
    return """
        "edited": "SeCrEt", "author": "SeCrEt", "saved_from": "SeCrEt", "photo": "SeCrEt.jpg",
        "file": "SeCrEt", "file_name": "SeCrEt", "thumbnail": "SeCrEt", "mime_type": "SeCrEt",
        "performer": "SeCrEt", "title": "SeCrEt", "reply_to_peer_id": "SeCrEt",
        "contact_information": {"first_name": "SeCrEt", "phone_number": "SeCrEt"},
        "contact_vcard": "SeCrEt", "game_title": "SeCrEt", "address": "SeCrEt",
        "place_name": "SeCrEt", "location_information": {"latitude": "SeCrEt"},
        "poll": {"question": "SeCrEt", "answers": [{"text": "SeCrEt"}]},
        "invoice_information": {"title": "SeCrEt", "text": "SeCrEt"},
        "reactions": [{"emoji": "SeCrEt", "recent": [{"from": "SeCrEt", "from_id": "SeCrEt"}]}],
        "text_entities": [{"type": "text_link", "text": "SeCrEt", "href": "SeCrEt"}],
        "text": ["shall ", {"type": "text_link", "text": "we?", "href": "SeCrEt",
          "user_id": "SeCrEt", "document_id": "SeCrEt", "language": "SeCrEt"}]\
        """;
  }

  @Test
  void allChatsAreListedThoseThatWereLeftToo() {
    Survey survey = Exports.survey(file(folder, "result.json", account()));
    assertThat(survey.chats())
        .extracting(ChatSummary::name)
        .as("the bot's chat has no person in it")
        .containsExactly(null, "Family", "Left");
    assertThat(survey.chats())
        .extracting(ChatSummary::sourceKey)
        .containsExactly("saved_messages:1", "group:5", "supergroup:7");
    assertThat(survey.truncated()).isFalse();
    assertThat(survey.toString()).doesNotContain(SECRET);
  }

  @Test
  void ofTheChosenChatOnlyItsNamesAndWordsAreHandedOn() {
    Path upload = file(folder, "result.json", account());
    ChatSummary family = Exports.survey(upload).chats().get(1);
    ChatRead read = Exports.read(READER, family.index(), upload);
    assertThat(read.texts()).containsExactly("shall we?", "yes");
    assertThat(read.toString()).doesNotContain(SECRET);
    assertThat(read.report().chat()).isEqualTo(family);
    assertThat(read.report().skipped()).isEqualTo(4);
  }

  @Test
  void everyChatCanBeChosen() {
    Path upload = file(folder, "result.json", account());
    List<String> texts = new ArrayList<>();
    for (ChatSummary chat : Exports.survey(upload).chats()) {
      texts.addAll(Exports.read(READER, chat.index(), upload).texts());
    }
    assertThat(texts).containsExactly(SECRET, "shall we?", "yes", SECRET);
  }

  @Test
  void ofAnHtmlAccountTheOtherFoldersAreLeftAlone() {
    HtmlPage family = new HtmlPage("Family").words(1, "Bella", "shall we?");
    family.message(2, "Tim", HtmlPage.forwarded(SECRET, SECRET));
    family.service(3, SECRET);
    Path upload =
        file(
            folder,
            "x.zip",
            new ZipBuilder()
                .add("lists/contacts.html", SECRET)
                .add("lists/sessions.html", SECRET)
                .add("chats/chat_1/messages.html", family.toString())
                .add(
                    "chats/chat_2/messages.html",
                    new HtmlPage("Bank").words(1, "Max", SECRET).toString())
                .build());
    assertThat(Exports.survey(upload).toString()).doesNotContain(SECRET);
    assertThat(Exports.read(READER, 0, upload).toString()).doesNotContain(SECRET);
  }

  @Test
  void anAccountCutOffKeepsTheChatsBeforeTheCutAndSaysSo() {
    String json = account();
    String head = json.substring(0, json.indexOf("\"yes\"") - 20);
    Path upload = file(folder, "cut.json", head);
    Survey survey = Exports.survey(upload);
    assertThat(survey.truncated()).isTrue();
    assertThat(survey.chats()).extracting(ChatSummary::name).containsExactly(null, "Family");
    ChatRead read = Exports.read(READER, survey.chats().get(1).index(), upload);
    assertThat(read.texts()).containsExactly("shall we?");
    assertThat(read.report().truncated()).isTrue();
    assertThat(read.report().chat()).isEqualTo(survey.chats().get(1));
  }

  @Test
  void inAnAccountATypeAfterTheMessagesStillTellsTheBot() {
    String bot =
        "{\"messages\": [%s, %s], \"type\": \"bot_chat\", \"id\": 9}"
            .formatted(message(1, "Bank", "user9", "no"), bella(2, "yes"));
    String json = "{\"chats\": {\"list\": [%s, %s]}}".formatted(bot, bot.replace("yes", "second"));
    Path upload = file(folder, "result.json", json);
    assertThat(Exports.read(READER, 0, upload).texts()).containsExactly("yes");
    assertThat(Exports.read(READER, 1, upload).texts()).containsExactly("second");
    assertThat(Exports.survey(upload).chats())
        .extracting(ChatSummary::messages)
        .containsExactly(1, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 3, 99})
  void aChatThatIsNotThereIsRefusedAndHandsNothingOn(int index) {
    Path upload = file(folder, "result.json", Exports.group(bella(1, "one")));
    List<Message> messages = new ArrayList<>();
    ExportResult<ReadReport> result =
        READER.read(Exports.sources(upload), index, messages::add, ReadMonitor.NONE);
    assertThat(result).isInstanceOf(ExportResult.Refused.class);
    assertThat(messages).isEmpty();
  }
}
