package io.mynah.store.keys;

import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.vault.DataKey;
import io.mynah.vault.WrappingKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the keys of the store, owners, chats and uploads within one transaction. For one
 * thread, while its handle is open.
 */
public final class Keys {
  private final Handle handle;
  private final Keyring ring;
  private final @Nullable Consumer<OwnerId> lock;
  private final Set<OwnerId> lockedOwners = new HashSet<>();
  private final Set<ChatId> lockedChats = new HashSet<>();
  private final Map<Long, DataKey> chats = new HashMap<>();

  Keys(Handle handle, Keyring ring, @Nullable Consumer<OwnerId> lock) {
    this.handle = handle;
    this.ring = ring;
    this.lock = lock;
  }

  /**
   * Waits until no other transaction uses an owner's keys. Finding one of them does so as well;
   * this is for a transaction that must read something else first.
   */
  public void lock(OwnerId owner) {
    if (lock != null && lockedOwners.add(owner)) {
      lock.accept(owner);
    }
  }

  /** Waits until no other transaction uses the keys of a chat's owner. */
  public void lock(ChatId chat) {
    if (lock != null && lockedChats.add(chat)) {
      owner(chat).ifPresent(this::lock);
    }
  }

  /** The store's key, for data that belongs to no owner. */
  public DataKey ofStore() {
    byte[] wrapped = handle.createQuery("select wrapped from store_keys").mapTo(byte[].class).one();
    return ring.unwrap(wrapped, ring::master, AssociatedData.STORE_KEY);
  }

  /** The store's key; makes one if there is none. */
  public DataKey findOrMakeStoreKey() {
    handle
        .createUpdate(
            """
            insert into store_keys (id, wrapped) values (1, :wrapped)
            on conflict (id) do nothing""")
        .bind("wrapped", ring.master().wrap(ring.master().newKey(), AssociatedData.STORE_KEY))
        .execute();
    return ofStore();
  }

  private Optional<byte[]> wrapped(OwnerId owner) {
    lock(owner);
    return handle
        .createQuery("select wrapped from owner_keys where owner = :owner")
        .bind("owner", owner.value())
        .mapTo(byte[].class)
        .findOne();
  }

  /** An owner's key, if they have one. */
  public Optional<DataKey> find(OwnerId owner) {
    return wrapped(owner)
        .map(bytes -> ring.unwrap(bytes, ring::master, AssociatedData.ownerKey(owner)));
  }

  /** An owner's key; makes one if they have none. Writes before it reads. */
  public DataKey findOrMake(OwnerId owner) {
    lock(owner);
    WrappingKey master = ring.master();
    handle
        .createUpdate(
            """
            insert into owner_keys (owner, wrapped) values (:owner, :wrapped)
            on conflict (owner) do nothing""")
        .bind("owner", owner.value())
        .bind("wrapped", master.wrap(master.newKey(), AssociatedData.ownerKey(owner)))
        .execute();
    return find(owner).orElseThrow();
  }

  /** Destroys an owner's key. */
  public void delete(OwnerId owner) {
    wrapped(owner).ifPresent(bytes -> ring.drop(bytes, AssociatedData.ownerKey(owner)));
    handle
        .createUpdate("delete from owner_keys where owner = :owner")
        .bind("owner", owner.value())
        .execute();
  }

  /** The wrapped key of a chat, as stored. Different keys have different bytes. */
  public Optional<byte[]> wrapped(ChatId chat) {
    lock(chat);
    return handle
        .createQuery("select wrapped from chat_keys where chat_id = :chat")
        .bind("chat", chat.value())
        .mapTo(byte[].class)
        .findOne();
  }

  /** A chat's key, if there is such a chat. */
  public Optional<DataKey> find(ChatId chat) {
    DataKey known = chats.get(chat.value());
    if (known != null) {
      return Optional.of(known);
    }
    Optional<DataKey> found =
        wrapped(chat)
            .map(bytes -> unwrap(chat, bytes))
            .map(
                current ->
                    former(chat)
                        .<DataKey>map(bytes -> new ChatKey(current, unwrap(chat, bytes)))
                        .orElse(current));
    found.ifPresent(key -> chats.put(chat.value(), key));
    return found;
  }

  private DataKey unwrap(ChatId chat, byte[] wrapped) {
    return ring.unwrap(
        wrapped, () -> find(owner(chat).orElseThrow()).orElseThrow(), AssociatedData.chatKey(chat));
  }

  /** The wrapped former key of a chat that is not destroyed yet. */
  public Optional<byte[]> former(ChatId chat) {
    lock(chat);
    return handle
        .createQuery("select wrapped from former_chat_keys where chat_id = :chat")
        .bind("chat", chat.value())
        .mapTo(byte[].class)
        .findOne();
  }

  /**
   * Gives a chat a new key. Data sealed with the former key can still be opened until {@link
   * #endReplacing}.
   */
  public void beginReplacing(ChatId chat) {
    handle
        .createUpdate(
            """
            insert into former_chat_keys (chat_id, wrapped)
            select chat_id, wrapped from chat_keys where chat_id = :chat""")
        .bind("chat", chat.value())
        .execute();
    put(chat, of(chat).newKey());
    chats.remove(chat.value());
  }

  /** Whether a chat has a former key that is not destroyed yet. */
  public boolean isReplacing(ChatId chat) {
    return former(chat).isPresent();
  }

  /**
   * Destroys the former key of a chat, once nothing is sealed with it any more.
   *
   * @param former that key, wrapped; another one that the chat may have by now stays
   */
  public void endReplacing(ChatId chat, byte[] former) {
    lock(chat);
    ring.drop(former, AssociatedData.chatKey(chat));
    handle
        .createUpdate("delete from former_chat_keys where chat_id = :chat and wrapped = :former")
        .bind("chat", chat.value())
        .bind("former", former)
        .execute();
    chats.remove(chat.value());
  }

  /** The key of a chat that exists. */
  public DataKey of(ChatId chat) {
    return find(chat).orElseThrow();
  }

  /** The key of a person's chat, if there is such a person. */
  public Optional<DataKey> find(PersonId person) {
    return handle
        .createQuery("select chat_id from people where id = :person")
        .bind("person", person.value())
        .mapTo(Long.class)
        .findOne()
        .flatMap(chat -> find(new ChatId(chat)));
  }

  private Optional<OwnerId> owner(ChatId chat) {
    return handle
        .createQuery("select owner from chats where id = :chat and owner <> ''")
        .bind("chat", chat.value())
        .mapTo(String.class)
        .map(OwnerId::new)
        .findOne();
  }

  /** Stores a chat's key, in place of the previous one. */
  public void put(ChatId chat, DataKey key) {
    wrapped(chat).ifPresent(bytes -> ring.drop(bytes, AssociatedData.chatKey(chat)));
    handle
        .createUpdate(
            """
            insert into chat_keys (chat_id, wrapped) values (:chat, :wrapped)
            on conflict (chat_id) do update set wrapped = excluded.wrapped""")
        .bind("chat", chat.value())
        .bind(
            "wrapped",
            find(owner(chat).orElseThrow()).orElseThrow().wrap(key, AssociatedData.chatKey(chat)))
        .execute();
    chats.put(chat.value(), key);
  }

  /** Destroys a chat's key. */
  public void delete(ChatId chat) {
    former(chat).ifPresent(bytes -> endReplacing(chat, bytes));
    wrapped(chat).ifPresent(bytes -> ring.drop(bytes, AssociatedData.chatKey(chat)));
    handle
        .createUpdate("delete from chat_keys where chat_id = :chat")
        .bind("chat", chat.value())
        .execute();
    chats.remove(chat.value());
  }

  /** Wraps all keys that the master key wrapped with another master key. */
  public void rewrap(WrappingKey next) {
    rewrapStoreKey(next);
    List<OwnerId> owners =
        handle
            .createQuery("select owner from owner_keys")
            .mapTo(String.class)
            .map(OwnerId::new)
            .list();
    for (OwnerId owner : owners) {
      DataKey key = find(owner).orElseThrow();
      handle
          .createUpdate("update owner_keys set wrapped = :wrapped where owner = :owner")
          .bind("wrapped", next.wrap(key, AssociatedData.ownerKey(owner)))
          .bind("owner", owner.value())
          .execute();
    }
  }

  private void rewrapStoreKey(WrappingKey next) {
    handle
        .createUpdate("update store_keys set wrapped = :wrapped")
        .bind("wrapped", next.wrap(ofStore(), AssociatedData.STORE_KEY))
        .execute();
  }

  /** The key of an upload, if there is such an upload of the owner. */
  public Optional<DataKey> find(OwnerId owner, long upload) {
    lock(owner);
    return handle
        .createQuery(
            """
            select wrapped from upload_keys join uploads on uploads.id = upload_id
            where upload_id = :upload and owner = :owner""")
        .bind("upload", upload)
        .bind("owner", owner.value())
        .mapTo(byte[].class)
        .findOne()
        .map(
            bytes ->
                ring.unwrap(bytes, () -> find(owner).orElseThrow(), AssociatedData.UPLOAD_KEY));
  }

  /** Destroys an upload's key. */
  public void delete(OwnerId owner, long upload) {
    lock(owner);
    handle
        .createQuery("delete from upload_keys where upload_id = :upload returning wrapped")
        .bind("upload", upload)
        .mapTo(byte[].class)
        .findOne()
        .ifPresent(bytes -> ring.drop(bytes, AssociatedData.UPLOAD_KEY));
  }

  /** Stores an upload's key. */
  public void put(OwnerId owner, long upload, DataKey key) {
    handle
        .createUpdate("insert into upload_keys (upload_id, wrapped) values (:upload, :wrapped)")
        .bind("upload", upload)
        .bind("wrapped", find(owner).orElseThrow().wrap(key, AssociatedData.UPLOAD_KEY))
        .execute();
  }
}
