package io.mynah.store.conversation;

import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.store.database.Change;
import io.mynah.store.database.Columns;
import io.mynah.store.database.Database;
import io.mynah.store.database.PendingScrub;
import io.mynah.store.keys.AssociatedData;
import io.mynah.store.keys.Keys;
import io.mynah.vault.DataKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Stores uploads of exports, from the file's arrival until the last message is stored. Thread-safe.
 */
public final class Uploads {
  /**
   * An upload, as it is stored.
   *
   * @param state a state defined in the chat package
   * @param files the channel's handles of the files, as JSON of the chat package
   * @param survey its contents, as JSON of the chat package: chat names, people, counts
   * @param notice the message that shows its progress
   * @param expiresAt when the raw files must be deleted at the latest
   */
  public record StoredUpload(
      long id,
      OwnerId owner,
      Address address,
      String state,
      String files,
      @Nullable String survey,
      @Nullable MessageRef notice,
      Instant expiresAt) {}

  private final Database database;
  private final Jdbi jdbi;

  public Uploads(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  /** Maps rows to uploads. */
  private RowMapper<StoredUpload> uploads(Handle handle) {
    Keys keys = database.keys(handle);
    return (row, context) -> {
      long id = row.getLong("id");
      OwnerId owner = new OwnerId(row.getString("owner"));
      DataKey key = keys.find(owner, id).orElseThrow();
      byte[] survey = row.getBytes("survey");
      return new StoredUpload(
          id,
          owner,
          new Address(row.getString("address")),
          row.getString("state"),
          key.openText(row.getBytes("files"), AssociatedData.UPLOAD_FILES),
          survey == null ? null : key.openText(survey, AssociatedData.UPLOAD_SURVEY),
          Columns.notice(row),
          Columns.instant(row, "expires_at"));
    };
  }

  /** Adds an upload with a key of its own; the id of the argument is ignored. */
  public StoredUpload add(StoredUpload upload) {
    return jdbi.inTransaction(h -> insert(h, upload));
  }

  /**
   * Adds an upload, unless one was added before for the same inbox update.
   *
   * @param sequence of the update, which is not done
   */
  public Optional<StoredUpload> add(StoredUpload upload, long sequence) {
    return jdbi.inTransaction(
        h -> {
          int first =
              h.createUpdate(
                      "insert into uploaded (sequence) values (:sequence) on conflict do nothing")
                  .bind("sequence", sequence)
                  .execute();
          return first == 0 ? Optional.empty() : Optional.of(insert(h, upload));
        });
  }

  private StoredUpload insert(Handle handle, StoredUpload upload) {
    Keys keys = database.keys(handle);
    DataKey key = keys.findOrMake(upload.owner()).newKey();
    long id =
        bind(
                handle.createQuery(
                    """
                    insert into uploads (owner, address, state, files, survey,
                      notice_address, notice_message, expires_at)
                    values (:owner, :address, :state, :files, :survey,
                      :noticeAddress, :noticeMessage, :expiresAt)
                    returning id"""),
                upload,
                key)
            .mapTo(Long.class)
            .one();
    keys.put(upload.owner(), id, key);
    return new StoredUpload(
        id,
        upload.owner(),
        upload.address(),
        upload.state(),
        upload.files(),
        upload.survey(),
        upload.notice(),
        upload.expiresAt());
  }

  /** Stores an upload's new state; does nothing if it was deleted. */
  public void update(StoredUpload upload) {
    jdbi.useTransaction(
        h ->
            key(h, upload.id())
                .ifPresent(
                    key -> {
                      int unused =
                          bind(
                                  h.createUpdate(
                                      """
                                      update uploads set owner = :owner, address = :address,
                                        state = :state, files = :files, survey = :survey,
                                        notice_address = :noticeAddress,
                                        notice_message = :noticeMessage, expires_at = :expiresAt
                                      where id = :id"""),
                                  upload,
                                  key)
                              .bind("id", upload.id())
                              .execute();
                    }));
  }

  private static <S extends SqlStatement<S>> S bind(S statement, StoredUpload upload, DataKey key) {
    String survey = upload.survey();
    return statement
        .bind("owner", upload.owner().value())
        .bind("address", upload.address().value())
        .bind("state", upload.state())
        .bind("files", key.seal(upload.files(), AssociatedData.UPLOAD_FILES))
        .bind("survey", survey == null ? null : key.seal(survey, AssociatedData.UPLOAD_SURVEY))
        .bind("noticeAddress", Columns.address(upload.notice()))
        .bind("noticeMessage", Columns.message(upload.notice()))
        .bind("expiresAt", upload.expiresAt().toEpochMilli());
  }

  /** The key that seals an upload's raw files; it is deleted with the upload. */
  public Optional<DataKey> key(long id) {
    return database.read(h -> key(h, id));
  }

  private Optional<DataKey> key(Handle handle, long id) {
    return handle
        .createQuery("select owner from uploads where id = :id")
        .bind("id", id)
        .mapTo(String.class)
        .findOne()
        .flatMap(owner -> database.keys(handle).find(new OwnerId(owner), id));
  }

  /**
   * Checks that there is an upload, and keeps it from being deleted until the transaction ends. For
   * a transaction that stores one of its files.
   */
  public Change existing(long id) {
    return h ->
        h.createQuery("select 1 from uploads where id = :id" + database.dialect().forKeyShare())
            .bind("id", id)
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
  }

  /** An upload, if it is this owner's. */
  public Optional<StoredUpload> find(OwnerId owner, long id) {
    return database.read(
        h ->
            h.createQuery("select * from uploads where id = :id and owner = :owner")
                .bind("id", id)
                .bind("owner", owner.value())
                .map(uploads(h))
                .findOne());
  }

  /** An owner's uploads at an address, the newest first. */
  public List<StoredUpload> at(OwnerId owner, Address address) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select * from uploads where owner = :owner and address = :address
                    order by id desc""")
                .bind("owner", owner.value())
                .bind("address", address.value())
                .map(uploads(h))
                .list());
  }

  /** An owner's uploads, the oldest first. */
  public List<StoredUpload> of(OwnerId owner) {
    return database.read(
        h ->
            h.createQuery("select * from uploads where owner = :owner order by id")
                .bind("owner", owner.value())
                .map(uploads(h))
                .list());
  }

  /** Everyone's uploads, the oldest first. */
  public List<StoredUpload> all() {
    return database.read(
        h -> h.createQuery("select * from uploads order by id").map(uploads(h)).list());
  }

  /** How many uploads there are in each state. */
  public Map<String, Long> countByState() {
    return database.read(
        h ->
            h.createQuery("select state, count(*) as uploads from uploads group by state")
                .reduceRows(
                    new HashMap<>(),
                    (map, row) -> {
                      map.put(
                          row.getColumn("state", String.class),
                          row.getColumn("uploads", Long.class));
                      return map;
                    }));
  }

  /**
   * Deletes an upload's record, and destroys its key. Traces of both are removed from the
   * write-ahead log, too; where the key stays in other files, it is scrubbed in the background.
   */
  public void delete(long id) {
    boolean deleted = jdbi.inTransaction(h -> delete(h, id));
    if (deleted) {
      database.emptyLog();
    }
  }

  private boolean delete(Handle handle, long id) {
    Optional<OwnerId> owner =
        handle
            .createQuery("select owner from uploads where id = :id")
            .bind("id", id)
            .mapTo(String.class)
            .findOne()
            .map(OwnerId::new);
    owner.ifPresent(
        of -> {
          database.keys(handle).delete(of, id);
          handle.execute("delete from uploads where id = ?", id);
          if (database.dialect().keepsDeletedKeys()) {
            PendingScrub.due(handle);
          }
        });
    return owner.isPresent();
  }
}
