package io.mynah.telegram.outgoing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mynah.chat.Reply;
import io.mynah.domain.Bot;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.store.inbox.PendingEdits;
import io.mynah.telegram.connection.TelegramAddress;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Edits messages durably: stores each edit until it is made, so that the next process makes it if
 * this one is killed. Thread-safe.
 */
public final class DurableEdits {
  private static final Logger log = LoggerFactory.getLogger(DurableEdits.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Bot bot;
  private final EditQueue queue;
  private final PendingEdits pendingEdits;

  public DurableEdits(Bot bot, EditQueue queue, PendingEdits pendingEdits) {
    this.bot = bot;
    this.queue = queue;
    this.pendingEdits = pendingEdits;
  }

  /**
   * Stores and queues an edit. Synchronized, so that the last one stored is the last one queued.
   */
  public synchronized void put(MessageRef message, Reply reply) {
    OptionalLong note = note(message, reply);
    queue.put(
        message,
        reply,
        note.isPresent() ? () -> forget(message, note.getAsLong()) : EditQueue.NO_CALLBACK);
  }

  /** Stores an edit. A failure, such as a full disk, does not keep the edit from being made. */
  private OptionalLong note(MessageRef message, Reply reply) {
    try {
      OwnerId owner = TelegramAddress.of(bot, message.address()).owner().orElse(null);
      return OptionalLong.of(pendingEdits.put(message, owner, JSON.writeValueAsString(reply)));
    } catch (JsonProcessingException | RuntimeException e) {
      log.error("What a message is to be changed to is not noted.", e);
      return OptionalLong.empty();
    }
  }

  private void forget(MessageRef message, long note) {
    try {
      pendingEdits.done(message, note);
    } catch (RuntimeException e) {
      log.error("That a message was changed is not noted.", e);
    }
  }

  /** Queues the edits that an earlier process did not make, unless there are newer ones. */
  public void resume() {
    try {
      pendingEdits.waiting().forEach(this::resume);
    } catch (RuntimeException e) {
      log.error("The changes that wait cannot be read.", e);
    }
  }

  private void resume(PendingEdits.Edit edit) {
    try {
      Reply reply = JSON.readValue(edit.reply(), Reply.class);
      queue.putEarlier(edit.message(), reply, () -> forget(edit.message(), edit.note()));
    } catch (JsonProcessingException e) {
      log.error("A change that waits cannot be read.", e);
      forget(edit.message(), edit.note());
    }
  }
}
