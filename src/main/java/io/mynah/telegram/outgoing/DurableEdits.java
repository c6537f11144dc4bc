package io.mynah.telegram.outgoing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mynah.chat.Reply;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.store.inbox.PendingEdits;
import io.mynah.telegram.connection.TelegramAddress;
import io.mynah.telegram.connection.TokenGuard;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes messages for good: a change is noted until it is made, so that the next process makes it
 * if this one is killed. Thread-safe.
 */
public final class DurableEdits {
  private static final Logger log = LoggerFactory.getLogger(DurableEdits.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final EditQueue queue;
  private final PendingEdits notes;

  public DurableEdits(EditQueue queue, PendingEdits notes) {
    this.queue = queue;
    this.notes = notes;
  }

  /** One at a time: what is noted last is what is queued last. */
  public synchronized void put(MessageRef message, Reply reply) {
    OptionalLong note = note(message, reply);
    queue.put(
        message,
        reply,
        note.isPresent() ? () -> forget(message, note.getAsLong()) : EditQueue.UNHEARD);
  }

  /** A disk that is full must not keep a change from being made. */
  private OptionalLong note(MessageRef message, Reply reply) {
    try {
      OwnerId owner = TelegramAddress.of(message.address()).owner().orElse(null);
      return OptionalLong.of(notes.put(message, owner, JSON.writeValueAsString(reply)));
    } catch (JsonProcessingException | RuntimeException e) {
      log.error("What a message is to be changed to is not noted.", TokenGuard.wordless(e));
      return OptionalLong.empty();
    }
  }

  private void forget(MessageRef message, long note) {
    try {
      notes.done(message, note);
    } catch (RuntimeException e) {
      log.error("That a message was changed is not noted.", TokenGuard.wordless(e));
    }
  }

  /** Takes up what an earlier process did not make, and this one has nothing newer for. */
  public void resume() {
    try {
      notes.waiting().forEach(this::resume);
    } catch (RuntimeException e) {
      log.error("The changes that wait cannot be read.", TokenGuard.wordless(e));
    }
  }

  private void resume(PendingEdits.Edit edit) {
    try {
      Reply reply = JSON.readValue(edit.reply(), Reply.class);
      queue.putEarlier(edit.message(), reply, () -> forget(edit.message(), edit.note()));
    } catch (JsonProcessingException e) {
      log.error("A change that waits cannot be read.", TokenGuard.wordless(e));
      forget(edit.message(), edit.note());
    }
  }
}
