package io.mynah.chat.upload;

import io.mynah.chat.words.Wording;
import io.mynah.export.ReadReport;
import io.mynah.store.corpora.Corpora;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What was found in an upload and what was chosen of it so far, as stored with the upload until it
 * is imported.
 *
 * @param truncated the file breaks off
 * @param chats those with someone to train, most messages first
 * @param passedOver how many chats have nobody to train
 * @param chat the position of the chosen one in {@code chats}; −1 before the choice
 * @param picked positions of the chosen people in the chat's {@code people}
 * @param page that is shown of the list to choose from
 * @param added how many messages of the chosen chat were new; −1 before it is stored
 * @param reacted whether reactions of the chosen chat were new
 * @param datesAssumed whether the dates of the stored chat have two readings
 */
record UploadFindings(
    boolean truncated,
    List<FoundChat> chats,
    int passedOver,
    int chat,
    List<Integer> picked,
    int page,
    int added,
    boolean reacted,
    boolean datesAssumed) {
  UploadFindings {
    chats = List.copyOf(chats);
    picked = List.copyOf(picked);
  }

  /**
   * A chat.
   *
   * @param index in the export
   * @param size how many people wrote in it; {@code people} may hold only the busiest
   */
  record FoundChat(
      int index,
      String sourceKey,
      @Nullable String name,
      String type,
      int messages,
      int size,
      List<FoundPerson> people) {
    FoundChat {
      people = List.copyOf(people);
    }

    /** Positions of the people who can be trained. */
    List<Integer> trainable() {
      return IntStream.range(0, people.size()).filter(i -> people.get(i).enough()).boxed().toList();
    }
  }

  /**
   * A person.
   *
   * @param first when their first message was sent, in seconds since 1970
   * @param last when their last one was
   * @param enough whether they can be trained
   */
  record FoundPerson(String key, String name, int messages, long first, long last, boolean enough) {
    Wording.Counted counted() {
      return new Wording.Counted(
          name, messages, Instant.ofEpochSecond(first), Instant.ofEpochSecond(last));
    }
  }

  FoundChat chosen() {
    return chats.get(chat);
  }

  UploadFindings choosing(int position) {
    return new UploadFindings(
        truncated, chats, passedOver, position, List.of(), 0, -1, false, false);
  }

  UploadFindings picking(List<Integer> people) {
    return new UploadFindings(
        truncated, chats, passedOver, chat, people, page, added, reacted, datesAssumed);
  }

  UploadFindings showing(int shown) {
    return new UploadFindings(
        truncated, chats, passedOver, chat, picked, shown, added, reacted, datesAssumed);
  }

  UploadFindings stored(ReadReport report, Corpora.Imported imported) {
    return new UploadFindings(
        truncated || report.truncated(),
        chats,
        passedOver,
        chat,
        picked,
        page,
        imported.added(),
        imported.reacted(),
        report.datesAssumed());
  }
}
