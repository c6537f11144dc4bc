package io.mynah.telegram;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the bot presents itself in people's menus.
 *
 * @param language two letters, for people whose app speaks it; null for all others
 * @param shortDescription on the bot's page and in a chat that is still empty, at most 120
 *     characters
 * @param commands names without a slash, and what they do, in the order of the menu
 */
public record Introduction(
    @Nullable String language, String shortDescription, Map<String, String> commands) {
  public Introduction {
    commands = Collections.unmodifiableMap(new LinkedHashMap<>(commands));
  }
}
