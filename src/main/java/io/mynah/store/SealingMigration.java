package io.mynah.store;

import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.vault.DataKey;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Makes the keys, and seals what a data folder of a release without keys holds. */
final class SealingMigration implements JavaMigration {
  private final Keyring ring;

  SealingMigration(Keyring ring) {
    this.ring = ring;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Chat(ChatId id, OwnerId owner, byte[] sourceKey) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Upload(long id, OwnerId owner, byte[] files, byte @Nullable [] survey) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Body(long sequence, long epoch, long update, byte[] text) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Group(long id, byte[] title) {}

  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion("6");
  }

  @Override
  public String getDescription() {
    return "seal what is stored";
  }

  @Override
  public @Nullable Integer getChecksum() {
    return null;
  }

  @Override
  public boolean canExecuteInTransaction() {
    return true;
  }

  @Override
  public void migrate(Context context) {
    // The connection stays open: whoever made the handle of it closes it.
    Handle handle = Jdbi.create(context::getConnection).open();
    Keys keys = ring.on(handle);
    keys.makeStoreKey();
    chats(handle, keys);
    uploads(handle, keys);
    bodies(handle, keys.ofStore());
    groups(handle, keys.ofStore());
    PendingScrub.due(handle);
  }

  private static void chats(Handle handle, Keys keys) {
    List<Chat> chats =
        handle
            .createQuery("select id, owner, source_key from chats")
            .map(
                (row, context) ->
                    new Chat(
                        new ChatId(row.getLong(1)), new OwnerId(row.getString(2)), row.getBytes(3)))
            .list();
    for (Chat chat : chats) {
      DataKey owner = keys.findOrMake(chat.owner());
      handle
          .createUpdate("update chats set source_key = :key where id = :id")
          .bind("key", owner.sealAlike(chat.sourceKey(), AssociatedData.SOURCE_KEY))
          .bind("id", chat.id().value())
          .execute();
      DataKey key = owner.newKey();
      keys.put(chat.id(), key);
      new Resealing(handle, chat.id(), (text, place) -> text, (text, place) -> text, key).run();
    }
  }

  private static void uploads(Handle handle, Keys keys) {
    List<Upload> uploads =
        handle
            .createQuery("select id, owner, files, survey from uploads")
            .map(
                (row, context) ->
                    new Upload(
                        row.getLong(1),
                        new OwnerId(row.getString(2)),
                        row.getBytes(3),
                        row.getBytes(4)))
            .list();
    for (Upload upload : uploads) {
      DataKey owner = keys.findOrMake(upload.owner());
      DataKey key = owner.newKey();
      handle
          .createUpdate(
              """
              update uploads set wrapped_key = :key, files = :files, survey = :survey
              where id = :id""")
          .bind("key", owner.wrap(key, AssociatedData.UPLOAD_KEY))
          .bind("files", key.seal(upload.files(), AssociatedData.UPLOAD_FILES))
          .bind(
              "survey",
              Optional.ofNullable(upload.survey())
                  .map(survey -> key.seal(survey, AssociatedData.UPLOAD_SURVEY))
                  .orElse(null))
          .bind("id", upload.id())
          .execute();
    }
  }

  private static void bodies(Handle handle, DataKey key) {
    List<Body> bodies =
        handle
            .createQuery(
                "select sequence, epoch, update_id, body from inbox where body is not null")
            .map(
                (row, context) ->
                    new Body(row.getLong(1), row.getLong(2), row.getLong(3), row.getBytes(4)))
            .list();
    for (Body body : bodies) {
      handle
          .createUpdate("update inbox set body = :body where sequence = :sequence")
          .bind("body", key.seal(body.text(), AssociatedData.body(body.epoch(), body.update())))
          .bind("sequence", body.sequence())
          .execute();
    }
  }

  private static void groups(Handle handle, DataKey key) {
    List<Group> groups =
        handle
            .createQuery("select id, title from groups")
            .map((row, context) -> new Group(row.getLong(1), row.getBytes(2)))
            .list();
    for (Group group : groups) {
      handle
          .createUpdate("update groups set title = :title where id = :id")
          .bind("title", key.seal(group.title(), AssociatedData.groupTitle(group.id())))
          .bind("id", group.id())
          .execute();
    }
  }
}
