package io.mynah.chat.upload;

import io.mynah.chat.upload.UploadFindings.FoundChat;
import io.mynah.chat.upload.UploadFindings.FoundPerson;
import io.mynah.domain.Chat;
import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonKey;
import io.mynah.export.ChatSummary;
import io.mynah.export.ExportedPerson;
import io.mynah.export.Survey;
import io.mynah.store.corpora.Corpora;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the people of an export who can be trained: those with enough messages, in the export or
 * already stored. Thread-safe.
 */
final class TrainablePeople {
  private static final int MOST_CHATS = 1000;
  private static final int MOST_PEOPLE = 200;

  private final Corpora corpora;
  private final int minMessages;

  TrainablePeople(Corpora corpora, int minMessages) {
    this.corpora = corpora;
    this.minMessages = minMessages;
  }

  UploadFindings find(OwnerId owner, Survey survey) {
    List<FoundChat> chats =
        survey.chats().stream()
            .map(chat -> found(owner, chat))
            .filter(chat -> !chat.trainable().isEmpty())
            .sorted(Comparator.comparingInt(FoundChat::messages).reversed())
            .limit(MOST_CHATS)
            .toList();
    return new UploadFindings(
        survey.truncated(),
        chats,
        survey.chats().size() - chats.size(),
        -1,
        List.of(),
        0,
        -1,
        false,
        false);
  }

  private FoundChat found(OwnerId owner, ChatSummary chat) {
    Set<PersonKey> known = known(owner, chat.sourceKey());
    List<FoundPerson> people =
        chat.people().stream()
            .limit(MOST_PEOPLE)
            .map(person -> found(person, known.contains(person.key())))
            .toList();
    return new FoundChat(
        chat.index(),
        chat.sourceKey(),
        chat.name(),
        chat.type(),
        chat.messages(),
        chat.people().size(),
        people);
  }

  private FoundPerson found(ExportedPerson person, boolean known) {
    return new FoundPerson(
        person.key().value(),
        person.name(),
        person.messages(),
        person.first().getEpochSecond(),
        person.last().getEpochSecond(),
        known || person.messages() >= minMessages);
  }

  /** Who of a chat has enough messages in the store. */
  private Set<PersonKey> known(OwnerId owner, String sourceKey) {
    Map<String, ChatId> chats =
        corpora.chats(owner).stream()
            .collect(Collectors.toMap(Chat::sourceKey, Chat::id, (a, b) -> a));
    ChatId chat = chats.get(sourceKey);
    return chat == null
        ? Set.of()
        : corpora.people(owner).stream()
            .filter(p -> p.messages() >= minMessages)
            .flatMap(p -> p.sources().stream())
            .filter(p -> p.chat().equals(chat))
            .map(p -> p.key())
            .collect(Collectors.toSet());
  }
}
