package io.mynah.export;

import io.mynah.export.reading.ExportReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chat of an export.
 *
 * @param index where it stands in the export, the handle for {@link ExportReader#read}
 * @param sourceKey the chat's identity, the same in every export of it (from type and id, or the
 *     name where there is no id)
 * @param name absent for saved messages and the like
 * @param type as the export says, {@code personal_chat} and so on; empty if it does not
 * @param messages how many can be learned from, of all people together
 * @param people who wrote them, the busiest first; nobody and bots' own chats' bots are not among
 *     them
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
