package io.mynah.telegram.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The other bots on a server, and which of them the server's own bot manages: those that people
 * made by its button. Thread-safe.
 */
public final class OtherBots {
  private static final int LONGEST_NAME = 64;

  private final FakeBotApi api;
  private final Map<Long, FakeBotApi> bots = new ConcurrentHashMap<>();
  private final Map<Long, Long> makers = new ConcurrentHashMap<>();

  /** What is asked for by the button below the field of a chat. */
  private final Map<Long, JsonNode> wanted = new ConcurrentHashMap<>();

  private volatile boolean managementEnabled;
  private volatile boolean restricted;

  OtherBots(FakeBotApi api) {
    this.api = api;
  }

  /** Has BotFather allow the server's own bot to manage others. */
  public void enableManagement() {
    managementEnabled = true;
  }

  boolean isManagementEnabled() {
    return managementEnabled;
  }

  /** A bot that somebody made at BotFather. */
  public FakeBotApi madeAtBotFather(String username) {
    long id = 5_000_000_000L + api.nextNumber();
    FakeBotApi made = new FakeBotApi(id, username, api);
    bots.put(id, made);
    return made;
  }

  FakeBotApi make(long maker, String username) {
    FakeBotApi made = madeAtBotFather(username);
    makers.put(made.bot(), maker);
    return made;
  }

  /** The bot with a token, the server's own one included. */
  Optional<FakeBotApi> withToken(String token) {
    return Stream.concat(Stream.of(api), bots.values().stream())
        .filter(bot -> bot.token().equals(token))
        .findFirst();
  }

  /** The managed bot of a request. */
  FakeBotApi managed(JsonNode arguments) throws Refused {
    long id = arguments.path("user_id").asLong();
    if (!makers.containsKey(id)) {
      throw Refused.badRequest("bot is not managed by the current bot");
    }
    return bots.get(id);
  }

  boolean isMaker(long user, long bot) {
    return makers.getOrDefault(bot, 0L) == user;
  }

  void restrict(boolean toMaker) {
    restricted = toMaker;
  }

  /** Whether Telegram keeps others than its maker from this bot. */
  public boolean isRestricted() {
    return restricted;
  }

  Optional<JsonNode> wanted(long chat) {
    return Optional.ofNullable(wanted.get(chat));
  }

  /** Checks and keeps the keyboard of a message, if it has one. */
  void keyboard(JsonNode chat, JsonNode markup) throws Refused {
    long id = chat.path("id").longValue();
    if (markup.path("remove_keyboard").asBoolean()) {
      wanted.remove(id);
    }
    for (JsonNode row : markup.path("keyboard")) {
      for (JsonNode button : row) {
        JsonNode request = button.path("request_managed_bot");
        if (!request.isObject()
            || !managementEnabled
            || !chat.path("type").asText().equals("private")) {
          throw Refused.badRequest("BUTTON_TYPE_INVALID");
        }
        if (!request.path("request_id").isInt()
            || !request.path("suggested_username").asText().matches("(?i)[a-z][a-z0-9_]{1,28}bot")
            || request.path("suggested_name").asText().isBlank()
            || request.path("suggested_name").asText().length() > LONGEST_NAME) {
          throw Refused.badRequest("BUTTON_DATA_INVALID");
        }
        wanted.put(id, request);
      }
    }
  }
}
