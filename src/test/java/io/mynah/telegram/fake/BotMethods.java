package io.mynah.telegram.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mynah.telegram.fake.SentMessage.Button;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The methods of the Bot API, as far as bots of this house use them. Thread-safe. */
final class BotMethods {
  private static final List<String> NAMES =
      List.of(
          "getMe",
          "getUpdates",
          "sendMessage",
          "sendRichMessage",
          "sendPhoto",
          "sendDocument",
          "editMessageText",
          "deleteMessage",
          "answerCallbackQuery",
          "sendChatAction",
          "getFile",
          "setMyCommands",
          "getMyCommands",
          "deleteWebhook",
          "setMyShortDescription",
          "setMyDescription",
          "setMessageReaction",
          "answerInlineQuery",
          "answerGuestQuery",
          "getManagedBotToken",
          "setManagedBotAccessSettings",
          "setMyName",
          "getWebhookInfo");

  /** Those that bots may set, or some of them. */
  private static final Set<String> REACTIONS =
      BotApiSpec.find()
          .map(BotApiSpec::reactions)
          .orElse(Set.of("👀", "👍", "👎", "👌", "🎉", "🤔", "❤", "🔥"));

  private static final int LONGEST_TEXT = 4096;
  private static final int LONGEST_CAPTION = 1024;
  private static final int LONGEST_DATA = 64;

  private final FakeBotApi api;
  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, JsonNode> commands = new ConcurrentHashMap<>();

  BotMethods(FakeBotApi api) {
    this.api = api;
  }

  /** The name of a method as the API's description writes it; the server takes any case. */
  static String canonical(String method) {
    return NAMES.stream().filter(name -> name.equalsIgnoreCase(method)).findFirst().orElse(method);
  }

  JsonNode call(String method, JsonNode arguments, Map<String, FakeFile> files)
      throws Refused, IOException, InterruptedException {
    return switch (method) {
      case "getMe" ->
          bot()
              .put("can_join_groups", true)
              .put("can_manage_bots", api.others().isManagementEnabled());
      case "getUpdates" -> getUpdates(arguments);
      case "sendMessage" -> sendMessage(arguments);
      case "sendRichMessage" -> sendRichMessage(arguments);
      case "sendPhoto" -> sendFile(arguments, files.get("photo"), true);
      case "sendDocument" -> sendFile(arguments, files.get("document"), false);
      case "editMessageText" -> editMessageText(arguments);
      case "deleteMessage" -> deleteMessage(arguments);
      case "answerCallbackQuery" -> answerCallbackQuery(arguments);
      case "sendChatAction" -> {
        chat(arguments);
        yield BooleanNode.TRUE;
      }
      case "getFile" -> getFile(arguments);
      case "setMyCommands" -> setMyCommands(arguments);
      case "getMyCommands" -> commands.getOrDefault(menu(arguments), json.createArrayNode());
      case "getManagedBotToken" ->
          json.getNodeFactory().textNode(api.others().managed(arguments).token());
      case "setManagedBotAccessSettings" -> {
        FakeBotApi managed = api.others().managed(arguments);
        managed.others().restrict(arguments.path("is_access_restricted").asBoolean());
        yield BooleanNode.TRUE;
      }
      case "setMyName" -> atMost(arguments.path("name"), 64);
      case "setMyShortDescription" -> atMost(arguments.path("short_description"), 120);
      case "setMyDescription" -> atMost(arguments.path("description"), 512);
      case "setMessageReaction" -> setMessageReaction(arguments);
      case "answerInlineQuery" -> answerInlineQuery(arguments);
      case "answerGuestQuery" -> answerGuestQuery(arguments);
      case "deleteWebhook" -> BooleanNode.TRUE;
      case "getWebhookInfo" ->
          json.createObjectNode()
              .put("url", "")
              .put("has_custom_certificate", false)
              .put("pending_update_count", api.waitingUpdates());
      default -> throw new Refused(404, "Not Found");
    };
  }

  private JsonNode getUpdates(JsonNode arguments) throws Refused, InterruptedException {
    int seconds = Math.min(50, arguments.path("timeout").asInt(0));
    int limit = Math.max(1, Math.min(100, arguments.path("limit").asInt(100)));
    try {
      ArrayNode result = json.createArrayNode();
      api.updates()
          .poll(arguments.path("offset").asInt(0), limit, Duration.ofSeconds(seconds))
          .forEach(result::add);
      return result;
    } catch (UpdateQueue.Conflict e) {
      throw new Refused(
          409,
          "Conflict: terminated by other getUpdates request; make sure that only one bot instance"
              + " is running");
    }
  }

  private JsonNode sendMessage(JsonNode arguments) throws Refused {
    ObjectNode chat = chat(arguments);
    api.others().keyboard(chat, arguments.path("reply_markup"));
    return keep(chat, arguments, text(arguments), null, null, false);
  }

  /** Keeps a message that the bot sends, and answers with it. */
  private JsonNode keep(
      ObjectNode chat,
      JsonNode arguments,
      String text,
      JsonNode blocks,
      FakeFile file,
      boolean isPicture)
      throws Refused {
    SentMessage message =
        new SentMessage(
            chat.path("id").longValue(),
            api.log().nextMessage(),
            arguments.path("message_thread_id").asInt(0),
            text,
            blocks,
            file,
            isPicture,
            buttons(arguments.path("reply_markup")),
            0,
            System.nanoTime());
    api.log().keep(message);
    return json(message);
  }

  private JsonNode sendRichMessage(JsonNode arguments) throws Refused {
    ObjectNode chat = chat(arguments);
    JsonNode content = arguments.path("rich_message");
    if (!content.has("html") || content.has("markdown")) {
      throw Refused.badRequest("a rich message has either HTML or Markdown; here, HTML alone");
    }
    RichHtml.Parsed parsed = RichHtml.parse(content.path("html").asText());
    return keep(chat, arguments, parsed.text(), parsed.blocks(), null, false);
  }

  private JsonNode sendFile(JsonNode arguments, FakeFile file, boolean isPicture) throws Refused {
    ObjectNode chat = chat(arguments);
    if (file == null) {
      throw Refused.badRequest("there is no file in the request");
    }
    if (file.size() == 0) {
      throw Refused.badRequest("file must be non-empty");
    }
    if (isPicture && !Multipart.isPng(file.content())) {
      throw Refused.badRequest("IMAGE_PROCESS_FAILED");
    }
    String caption = arguments.path("caption").asText("").strip();
    if (caption.length() > LONGEST_CAPTION) {
      throw Refused.badRequest("message caption is too long");
    }
    return keep(chat, arguments, caption, null, file, isPicture);
  }

  private JsonNode editMessageText(JsonNode arguments) throws Refused {
    SentMessage old = find(arguments, "message to edit not found");
    if (old.file() != null) {
      throw Refused.badRequest("there is no text in the message to edit");
    }
    SentMessage changed = old.changed(text(arguments), buttons(arguments.path("reply_markup")));
    if (old.blocks() == null
        && changed.text().equals(old.text())
        && changed.buttons().equals(old.buttons())) {
      throw Refused.badRequest(
          "message is not modified: specified new message content and reply markup are exactly the"
              + " same as a current content and reply markup of the message");
    }
    api.log().keep(changed);
    return json(changed).put("edit_date", System.currentTimeMillis() / 1000);
  }

  private JsonNode deleteMessage(JsonNode arguments) throws Refused {
    long chat = chat(arguments).path("id").longValue();
    if (chat > 0 && api.log().deleteForeign(chat, arguments.path("message_id").asInt())) {
      return BooleanNode.TRUE;
    }
    api.log().delete(find(arguments, "message to delete not found").id());
    return BooleanNode.TRUE;
  }

  private JsonNode answerCallbackQuery(JsonNode arguments) throws Refused {
    if (!api.answer(arguments.path("callback_query_id").asText())) {
      throw Refused.badRequest(
          "query is too old and response timeout expired or query ID is invalid");
    }
    return BooleanNode.TRUE;
  }

  private JsonNode getFile(JsonNode arguments) throws Refused, IOException {
    String id = arguments.path("file_id").asText();
    FakeFile file =
        api.files()
            .find(id)
            .orElseThrow(
                () -> Refused.badRequest("wrong file_id or the file is temporarily unavailable"));
    if (file.size() > api.files().limit()) {
      throw Refused.badRequest("file is too big");
    }
    return json.createObjectNode()
        .put("file_id", id)
        .put("file_unique_id", "u" + id)
        .put("file_size", file.size())
        .put("file_path", api.files().place(id));
  }

  private JsonNode setMessageReaction(JsonNode arguments) throws Refused {
    chat(arguments);
    for (JsonNode reaction : arguments.path("reaction")) {
      if (!REACTIONS.contains(reaction.path("emoji").asText())) {
        throw Refused.badRequest("REACTION_INVALID");
      }
    }
    return BooleanNode.TRUE;
  }

  private static void checkResult(JsonNode result) throws Refused {
    int bytes = result.path("id").asText().getBytes(StandardCharsets.UTF_8).length;
    JsonNode text = result.path("input_message_content").path("message_text");
    if (bytes < 1 || bytes > LONGEST_DATA) {
      throw Refused.badRequest("RESULT_ID_INVALID");
    }
    if (result.path("title").asText().isBlank()
        || text.asText().isBlank()
        || text.asText().length() > LONGEST_TEXT) {
      throw Refused.badRequest("MESSAGE_EMPTY");
    }
  }

  private JsonNode answerGuestQuery(JsonNode arguments) throws Refused {
    checkResult(arguments.path("result"));
    if (!api.guestQueries().remove(arguments.path("guest_query_id").asText())) {
      throw Refused.badRequest("guest query is too old, was answered, or its ID is invalid");
    }
    return json.createObjectNode().put("inline_message_id", "guest");
  }

  private JsonNode answerInlineQuery(JsonNode arguments) throws Refused {
    Set<String> ids = new HashSet<>();
    for (JsonNode result : arguments.path("results")) {
      checkResult(result);
      if (!ids.add(result.path("id").asText())) {
        throw Refused.badRequest("RESULT_ID_INVALID");
      }
    }
    JsonNode button = arguments.path("button");
    if (ids.size() > 50
        || (button.isObject()
            && !button.path("start_parameter").asText().matches("[A-Za-z0-9_-]{1,64}"))) {
      throw Refused.badRequest("RESULTS_TOO_MUCH or START_PARAM_INVALID");
    }
    if (!api.queries().contains(arguments.path("inline_query_id").asText())) {
      throw Refused.badRequest(
          "query is too old and response timeout expired or query ID is invalid");
    }
    return BooleanNode.TRUE;
  }

  private JsonNode setMyCommands(JsonNode arguments) throws Refused {
    for (JsonNode command : arguments.path("commands")) {
      if (!command.path("command").asText().matches("[a-z0-9_]{1,32}")) {
        throw Refused.badRequest("BOT_COMMAND_INVALID");
      }
      int length = command.path("description").asText().length();
      if (length < 1 || length > 256) {
        throw Refused.badRequest("BOT_COMMAND_DESCRIPTION_INVALID");
      }
    }
    commands.put(menu(arguments), arguments.path("commands"));
    return BooleanNode.TRUE;
  }

  /** Whose menu: where, and in which language. */
  private static String menu(JsonNode arguments) {
    return arguments.path("scope").path("type").asText("default")
        + arguments.path("language_code").asText("");
  }

  private static JsonNode atMost(JsonNode text, int length) throws Refused {
    if (text.asText().length() > length) {
      throw Refused.badRequest("the text is too long");
    }
    return BooleanNode.TRUE;
  }

  private ObjectNode chat(JsonNode arguments) throws Refused {
    OptionalLong moved = api.log().movedTo(arguments.path("chat_id").asLong());
    if (moved.isPresent()) {
      throw Refused.moved(moved.getAsLong());
    }
    if (api.log().isClosed(arguments.path("chat_id").asLong())) {
      throw new Refused(403, "Forbidden: bot was kicked from the supergroup chat");
    }
    return api.log()
        .chat(arguments.path("chat_id").asLong())
        .orElseThrow(() -> Refused.badRequest("chat not found"));
  }

  private SentMessage find(JsonNode arguments, String otherwise) throws Refused {
    return api.log()
        .message(chat(arguments).path("id").longValue(), arguments.path("message_id").asInt())
        .orElseThrow(() -> Refused.badRequest(otherwise));
  }

  private static String text(JsonNode arguments) throws Refused {
    String text = arguments.path("text").asText("").strip();
    if (text.isEmpty()) {
      throw Refused.badRequest("message text is empty");
    }
    if (text.length() > LONGEST_TEXT) {
      throw Refused.badRequest("message is too long");
    }
    for (int i = 0; i < text.length(); i++) {
      boolean high = Character.isHighSurrogate(text.charAt(i));
      boolean paired = i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
      if (high && paired) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        throw Refused.badRequest("strings must be encoded in UTF-8");
      }
    }
    return text;
  }

  private List<List<Button>> buttons(JsonNode markup) throws Refused {
    List<List<Button>> rows = new ArrayList<>();
    for (JsonNode row : markup.path("inline_keyboard")) {
      List<Button> buttons = new ArrayList<>();
      for (JsonNode button : row) {
        String label = button.path("text").asText("");
        String data = button.path("callback_data").asText("");
        int bytes = data.getBytes(StandardCharsets.UTF_8).length;
        if (label.isBlank()) {
          throw Refused.badRequest("can't parse inline keyboard button: Text must be non-empty");
        }
        if (bytes < 1 || bytes > LONGEST_DATA) {
          throw Refused.badRequest("BUTTON_DATA_INVALID");
        }
        buttons.add(new Button(label, data));
      }
      rows.add(List.copyOf(buttons));
    }
    return List.copyOf(rows);
  }

  /** A message of the bot as the API shows it. */
  ObjectNode json(SentMessage message) {
    ObjectNode node =
        json.createObjectNode()
            .put("message_id", message.id())
            .put("date", System.currentTimeMillis() / 1000);
    node.set("from", bot());
    node.set("chat", api.log().chat(message.chat()).orElseThrow());
    if (message.blocks() != null) {
      node.putObject("rich_message").set("blocks", message.blocks());
    } else if (message.file() == null) {
      node.put("text", message.text());
    } else {
      addFile(node, message);
    }
    if (message.topic() != 0) {
      node.put("message_thread_id", message.topic()).put("is_topic_message", true);
    }
    if (!message.buttons().isEmpty()) {
      ArrayNode rows = node.putObject("reply_markup").putArray("inline_keyboard");
      for (List<Button> row : message.buttons()) {
        ArrayNode buttons = rows.addArray();
        row.forEach(b -> buttons.addObject().put("text", b.label()).put("callback_data", b.data()));
      }
    }
    return node;
  }

  private static void addFile(ObjectNode node, SentMessage message) {
    ObjectNode file =
        message.isPicture()
            ? node.putArray("photo").addObject().put("width", 90).put("height", 90)
            : node.putObject("document").put("file_name", message.file().name());
    file.put("file_id", "sent-" + message.id())
        .put("file_unique_id", "usent-" + message.id())
        .put("file_size", message.file().size());
    if (!message.text().isEmpty()) {
      node.put("caption", message.text());
    }
  }

  ObjectNode bot() {
    return json.createObjectNode()
        .put("id", api.bot())
        .put("is_bot", true)
        .put("first_name", "Mynah")
        .put("username", api.botName());
  }
}
