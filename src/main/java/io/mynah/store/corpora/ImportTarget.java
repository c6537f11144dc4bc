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
 * Finds or creates the chat that an import goes to, and checks whether messages may still be added
 * to it. Immutable; thread-safe if {@code stopped} is.
 */
final class ImportTarget {
  /**
   * A stored chat.
   *
   * @param wrapped its wrapped key; different keys have different bytes
   * @param made whether it was created just now
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Stored(ChatId id, DataKey key, byte[] wrapped, boolean made) {}

  private final Database database;
  private final OwnerId owner;
  private final @Nullable Long upload;
  private final BooleanSupplier stopped;
  private final String sourceKey;

  /**
   * @param upload the upload being imported, null if there is none
   * @param stopped whether the import is to be abandoned
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
   * Finds or creates the chat. Writes before it reads.
   *
   * @param key for a new chat
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
   * Whether messages can be added to the chat: it has the same key, and none of its people is being
   * erased. To be checked within each transaction.
   *
   * @throws UnwantedImport if the upload was stopped or deleted
   */
  boolean isReady(Handle h, Stored chat) {
    Keys keys = database.keys(h);
    keys.lock(owner);
    requireWanted(h);
    boolean erasing =
        h.createQuery(
                "select 1 from people where chat_id = :chat and " + ChatsAndPeople.IS_FORGOTTEN)
            .bind("chat", chat.id().value())
            .mapTo(Integer.class)
            .findFirst()
            .isPresent();
    return !erasing
        && keys.wrapped(chat.id())
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
    // The digest stands for the source key once a person it was named after was erased.
    return h.createQuery(
            """
            select id from chats
            where owner = :owner and (source_key = :key or source_key = :digest)
            order by id limit 1""")
        .bind("owner", owner.value())
        .bind("key", ofOwner.get().sealDeterministic(sourceKey, AssociatedData.SOURCE_KEY))
        .bind(
            "digest",
            ofOwner
                .get()
                .sealDeterministic(SourceKeys.digest(sourceKey), AssociatedData.SOURCE_KEY))
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
            .bind("key", ofOwner.sealDeterministic(sourceKey, AssociatedData.SOURCE_KEY))
            .bind("title", new byte[0])
            .bind("never", Long.MIN_VALUE)
            .mapTo(Long.class)
            .one();
    return new ChatId(id);
  }

  /** The sealed source key, by which the chat is looked up. */
  byte[] sealedSourceKey(Handle h) {
    return database
        .keys(h)
        .find(owner)
        .orElseThrow()
        .sealDeterministic(sourceKey, AssociatedData.SOURCE_KEY);
  }
}
