package io.mynah.store.corpora;

import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.store.database.Database;
import io.mynah.store.keys.AssociatedData;
import io.mynah.store.keys.Keys;
import io.mynah.store.keys.SourceKeys;
import io.mynah.vault.DataKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The chat that an import goes to: finds or makes it, and says whether it may still be added to.
 * Immutable; thread-safe if {@code stopped} is.
 */
final class ImportTarget {
  /**
   * A chat as it is stored.
   *
   * @param wrapped its key as it is kept: another key is other bytes
   * @param made whether it was made just now
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Stored(ChatId id, DataKey key, byte[] wrapped, boolean made) {}

  private final Database database;
  private final OwnerId owner;
  private final @Nullable Long upload;
  private final BooleanSupplier stopped;
  private final String sourceKey;

  /**
   * @param upload which the import is of, null if of none
   * @param stopped whether the import is not to be ended any more
   */
  ImportTarget(
      Database database,
      OwnerId owner,
      @Nullable Long upload,
      BooleanSupplier stopped,
      String sourceKey) {
    this.database = database;
    this.owner = owner;
    this.upload = upload;
    this.stopped = stopped;
    this.sourceKey = sourceKey;
  }

  /**
   * The chat, which is made if there is none. Writes before it reads.
   *
   * @param key of a chat that is made
   * @throws UnwantedImport if the upload was stopped or deleted
   */
  Stored open(Handle h, DataKey key) {
    Keys keys = database.keys(h);
    DataKey ofOwner = keys.findOrMake(owner);
    requireWanted(h);
    Optional<Stored> stored = find(h);
    if (stored.isPresent()) {
      return stored.get();
    }
    ChatId chat = insertChat(h, ofOwner);
    keys.put(chat, key);
    return new Stored(chat, key, keys.wrapped(chat).orElseThrow(), true);
  }

  private void requireWanted(Handle h) {
    if (stopped.getAsBoolean()) {
      throw new UnwantedImport();
    }
    if (upload != null
        && h.createQuery("select 1 from uploads where id = :id and owner = :owner")
            .bind("id", upload)
            .bind("owner", owner.value())
            .mapTo(Integer.class)
            .findOne()
            .isEmpty()) {
      throw new UnwantedImport();
    }
  }

  /**
   * Within each transaction: whether the chat is as it was, and nobody of it is being forgotten, so
   * that what came in can be added to it.
   *
   * @throws UnwantedImport if the upload was stopped or deleted
   */
  boolean isReady(Handle h, Stored chat) {
    requireWanted(h);
    boolean forgets =
        h.createQuery("select 1 from people where chat_id = :chat and messages = :forgotten")
            .bind("chat", chat.id().value())
            .bind("forgotten", PeopleReader.FORGOTTEN)
            .mapTo(Integer.class)
            .findFirst()
            .isPresent();
    return !forgets
        && database
            .keys(h)
            .wrapped(chat.id())
            .filter(bytes -> Arrays.equals(bytes, chat.wrapped()))
            .isPresent();
  }

  /** The chat, if there is one. */
  Optional<Stored> find(Handle h) {
    Keys keys = database.keys(h);
    Optional<DataKey> ofOwner = keys.find(owner);
    if (ofOwner.isEmpty()) {
      return Optional.empty();
    }
    // Under a digest the chat waits for its key since a person it was named after was forgotten.
    return h.createQuery(
            """
            select id from chats
            where owner = :owner and (source_key = :key or source_key = :digest)
            order by id limit 1""")
        .bind("owner", owner.value())
        .bind("key", ofOwner.get().sealAlike(sourceKey, AssociatedData.SOURCE_KEY))
        .bind(
            "digest",
            ofOwner.get().sealAlike(SourceKeys.digest(sourceKey), AssociatedData.SOURCE_KEY))
        .mapTo(Long.class)
        .findOne()
        .map(ChatId::new)
        .map(id -> new Stored(id, keys.of(id), keys.wrapped(id).orElseThrow(), false));
  }

  private ChatId insertChat(Handle h, DataKey ofOwner) {
    long id =
        h.createQuery(
                """
                insert into chats (owner, source_key, title, title_at, imported_at)
                values (:owner, :key, :title, :never, 0) returning id""")
            .bind("owner", owner.value())
            .bind("key", ofOwner.sealAlike(sourceKey, AssociatedData.SOURCE_KEY))
            .bind("title", new byte[0])
            .bind("never", Long.MIN_VALUE)
            .mapTo(Long.class)
            .one();
    return new ChatId(id);
  }

  /** What the chat is looked up by, as it is kept. */
  byte[] sealedSourceKey(Handle h) {
    return database
        .keys(h)
        .find(owner)
        .orElseThrow()
        .sealAlike(sourceKey, AssociatedData.SOURCE_KEY);
  }
}
