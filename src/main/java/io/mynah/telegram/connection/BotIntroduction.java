package io.mynah.telegram.connection;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the bot presents itself in people's menus. Commands are names without a slash, and what they
 * do, in the order of the menu.
 *
 * @param language two letters, for people whose app speaks it; null for all others
 * @param shortDescription on the bot's page and with links to it, at most 120 characters
 * @param description in a chat that is still empty, at most 512 characters
 * @param commands in private chats
 * @param groupCommands in groups
 * @param personalCommands in the private chats of people who have other commands than most, by
 *     their Telegram ids
 */
public record BotIntroduction(
    @Nullable String language,
    String shortDescription,
    String description,
    Map<String, String> commands,
    Map<String, String> groupCommands,
    Map<Long, Map<String, String>> personalCommands) {
  public BotIntroduction {
    commands = Collections.unmodifiableMap(new LinkedHashMap<>(commands));
    groupCommands = Collections.unmodifiableMap(new LinkedHashMap<>(groupCommands));
    personalCommands = Map.copyOf(personalCommands);
  }
}
