package io.mynah.export.chats;

import io.mynah.domain.Message;
import io.mynah.domain.PersonKey;
import io.mynah.domain.Reactions;
import io.mynah.export.ChatSummary;
import io.mynah.export.ExportedPerson;
import io.mynah.export.MessageSink;
import io.mynah.export.bytes.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Processes the messages of one chat: decides for each whether it can be learned from, counts it,
 * and passes it on to be stored.
 */
public final class ChatMessageFilter {
  /** Enough for the messages of a second, or of a minute where there are no seconds. */
  private static final int SAME_SECOND_BITS = 20;

  private final int index;
  private final ChatHeader header;
  private final PeopleTable people;
  private final ReactionTable reactions;
  private final @Nullable MessageSink sink;
  private int learnable;
  private int kept;
  private int skipped;
  private int recognised;
  private int seen;
  private boolean peerBits;
  private long lastSeconds;
  private long firstSeconds = MessageDraft.NONE;
  private long lastId;

  /**
   * @param sink receives the messages; {@code null} to count only
   */
  ChatMessageFilter(
      int index,
      ChatHeader header,
      PeopleTable.Allowance allowance,
      PeopleTable.Allowance forReactions,
      @Nullable MessageSink sink) {
    this.index = index;
    this.header = header;
    this.people = new PeopleTable(allowance);
    this.reactions = new ReactionTable(header, forReactions);
    this.sink = sink;
  }

  public ChatHeader header() {
    return header;
  }

  public void accept(MessageDraft draft) throws RefusedException {
    seen++;
    if (draft.type != MessageDraft.Type.OTHER) {
      recognised++;
    }
    fillInTime(draft);
    fillInId(draft);
    if (!draft.hasOwnText()) {
      skipped++;
      return;
    }
    PersonTally person = draft.name.isBlank() ? null : people.find(draft, header);
    if (person == null) {
      passOn(draft, PersonKey.NOBODY);
      return;
    }
    peerBits |= header.isTelegram() && PeerIds.isNumber(draft.peer);
    if (header.isBotChat() && person.key().equals(bot())) {
      skipped++;
      return;
    }
    person.count(draft.seconds);
    learnable++;
    passOn(draft, person.key());
  }

  /** Counts a message that is left out because nothing else of it can be known. */
  public void skip() {
    skipped++;
  }

  /** Gives a message without a readable time that of the message before it. */
  private void fillInTime(MessageDraft draft) {
    if (draft.seconds == MessageDraft.NONE) {
      draft.seconds = lastSeconds;
    }
    lastSeconds = draft.seconds;
    if (firstSeconds == MessageDraft.NONE) {
      firstSeconds = draft.seconds;
    }
  }

  /**
   * Gives a message without an id one. Outside Telegram it comes from the time, so that a later
   * export of the same chat gives the same: its seconds, and its place among those of that second.
   */
  private void fillInId(MessageDraft draft) {
    if (draft.id == MessageDraft.NONE) {
      draft.id =
          header.isTelegram() ? seen : Math.max(lastId + 1, draft.seconds << SAME_SECOND_BITS);
      lastId = draft.id;
    }
  }

  private void passOn(MessageDraft draft, PersonKey sender) throws RefusedException {
    kept++;
    if (sink == null) {
      return;
    }
    reactions.count(sender, draft.reactions());
    boolean isReply = draft.replyTo != MessageDraft.NONE && !draft.replyElsewhere;
    Message message =
        new Message(
            draft.id,
            sender,
            Instant.ofEpochSecond(draft.seconds),
            isReply ? draft.replyTo : null,
            draft.words());
    try {
      sink.accept(message);
    } catch (RuntimeException e) {
      throw RefusedException.ofCaller(e);
    }
  }

  private PersonKey bot() {
    if (header.hasId()) {
      return new PersonKey("user" + (peerBits ? PeerIds.withoutBits(header.id) : header.id));
    }
    return PersonKey.ofName(header.name == null ? "" : header.name);
  }

  /** How many messages were passed on, or would have been. */
  int kept() {
    return kept;
  }

  int skipped() {
    return skipped;
  }

  /** The reactions of those who reacted to messages that were passed on. */
  Map<PersonKey, Reactions> reactions() {
    return reactions.counts();
  }

  /** Whether the messages, if there are any, look like Telegram's. */
  boolean looksLikeTelegram() {
    return seen == 0 ? !header.type.isEmpty() : recognised > 0;
  }

  ChatSummary summary() {
    if (header.isBotChat()) {
      // The type may come after the messages.
      int bots = people.remove(bot());
      learnable -= bots;
      kept -= bots;
    }
    List<ExportedPerson> busiest = people.busiestFirst();
    return new ChatSummary(
        index,
        header.sourceKey(peerBits, busiest, firstSeconds),
        header.title(busiest),
        header.type,
        learnable,
        busiest);
  }
}
