package io.mynah.chat.converse;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.domain.OwnerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Sends a conversation that ended as a file, and keeps it in memory for a day so that it can be
 * continued. Thread-safe.
 */
final class Transcripts {
  private static final Duration MEMORY = Duration.ofDays(1);
  private static final int REMEMBERED = 1_000;

  private final Channel channel;
  private final Cache<Long, ConverseHistory> ended =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(MEMORY).build();

  Transcripts(Channel channel) {
    this.channel = channel;
  }

  /** Tells that a conversation ended and why, with its transcript as a file. */
  void send(ConverseSession session, EndReason reason) throws IOException {
    ConverseSession.Shown stoppable = session.stoppable();
    if (stoppable != null) {
      channel.edit(stoppable.message(), stoppable.plain());
    }
    if (!session.envelope().isPrivate()) {
      // In a group everything was said there already, and its members decide whether it goes on.
      channel.send(session.address(), Reply.of(endText(session, reason)));
      return;
    }
    ConverseHistory history = session.history();
    ConversePair pair = history.pair();
    String text =
        session
            .phrases()
            .of(
                reason.key(),
                "first",
                pair.name(0),
                "second",
                pair.name(1),
                "count",
                history.size());
    ended.put(history.id(), history);
    if (history.size() == 0) {
      channel.send(session.address(), Reply.of(text));
      return;
    }
    Action more = Action.of(Verb.MORE_CONVERSING, history.id(), session.wanted());
    channel.sendDocument(
        session.address(),
        "conversation.txt",
        history.transcript(session.phrases()).getBytes(StandardCharsets.UTF_8),
        new Reply(text, List.of(List.of(session.phrases().button("button.more", more)))));
  }

  private static String endText(ConverseSession session, EndReason reason) {
    ConverseHistory history = session.history();
    return switch (reason) {
      case LOST ->
          session.phrases().of("group.silent", "name", history.pair().name(history.next()));
      case STOPPED -> session.phrases().of("group.stopped");
      case DONE, CIRCLES -> session.phrases().of("group.conversed");
    };
  }

  /** An owner's conversation that ended, as long as it is kept. */
  Optional<ConverseHistory> find(OwnerId owner, long id) {
    return Optional.ofNullable(ended.getIfPresent(id))
        .filter(history -> history.owner().equals(owner));
  }

  /** Deletes an owner's conversations. */
  void forget(OwnerId owner) {
    ended.asMap().values().removeIf(history -> history.owner().equals(owner));
  }
}
