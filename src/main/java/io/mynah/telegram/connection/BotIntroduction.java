package io.mynah.telegram.connection;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bot's descriptions and command menus in one language. Commands map names without a slash to
 * descriptions, in menu order.
 *
 * @param language the two-letter language of the users' apps; null for all others
 * @param shortDescription on the bot's page and with links to it, at most 120 characters
 * @param description in a chat that is still empty, at most 512 characters
 * @param commands in private chats
 * @param groupCommands in groups
 * @param personalCommands in the private chats of users with personal menus, by their Telegram ids
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
