package io.mynah.export;

import io.mynah.export.reading.ExportReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chat of an export.
 *
 * @param index its position in the export, which {@link ExportReader#read} takes
 * @param sourceKey the chat's identity, the same in every export of it (from type and id, or from
 *     the name if there is no id; outside Telegram, from the place and an id, or from the two
 *     people who write in it, or from the name)
 * @param name absent for saved messages and the like
 * @param type as in the export, {@code personal_chat} and so on; empty if the export has none;
 *     outside Telegram the place, {@code whatsapp} and so on
 * @param messages how many messages of all people can be learned from
 * @param people their authors, the busiest first; without anonymous authors, and without the bot of
 *     a chat with a bot
 */
public record ChatSummary(
    int index,
    String sourceKey,
    @Nullable String name,
    String type,
    int messages,
    List<ExportedPerson> people) {
  public ChatSummary {
    people = List.copyOf(people);
  }
}
