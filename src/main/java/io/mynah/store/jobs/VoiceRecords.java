package io.mynah.store.jobs;

import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.VoiceRecord;
import io.mynah.store.database.Columns;
import io.mynah.store.database.Database;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/** Stores which people have a model, and how good it is. Thread-safe. */
public final class VoiceRecords {
  private static final RowMapper<VoiceRecord> VOICE_RECORD =
      (row, context) ->
          new VoiceRecord(
              new PersonId(row.getLong("person_id")),
              row.getString("stage"),
              row.getDouble("validation_bits"),
              row.getInt("trained_messages"),
              Columns.instant(row, "trained_at"),
              row.getInt("preparation"));

  /** A person who has a model, and their owner. */
  public record Owned(OwnerId owner, PersonId person) {}

  private final Database database;
  private final Jdbi jdbi;

  public VoiceRecords(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  /**
   * Records the model of a person in place of the previous one.
   *
   * @return false if the person no longer exists
   */
  public boolean save(VoiceRecord voiceRecord) {
    return jdbi.withHandle(
        h ->
            h.createUpdate(
                        """
                        insert into voices
                          (person_id, stage, validation_bits, trained_messages, trained_at, preparation)
                        select id, :stage, :bits, :messages, :at, :preparation from people where id = :person
                        on conflict (person_id) do update
                        set stage = excluded.stage, validation_bits = excluded.validation_bits,
                          trained_messages = excluded.trained_messages,
                          trained_at = excluded.trained_at, preparation = excluded.preparation""")
                    .bind("person", voiceRecord.person().value())
                    .bind("stage", voiceRecord.stage())
                    .bind("bits", voiceRecord.validationBits())
                    .bind("messages", voiceRecord.trainedMessages())
                    .bind("at", voiceRecord.trainedAt().toEpochMilli())
                    .bind("preparation", voiceRecord.preparation())
                    .execute()
                > 0);
  }

  /** The model record of a person. */
  public Optional<VoiceRecord> find(Person person) {
    return database.read(
        h ->
            h.createQuery("select * from voices where person_id = :person")
                .bind("person", person.id().value())
                .map(VOICE_RECORD)
                .findOne());
  }

  /** The model records of an owner's people. */
  public List<VoiceRecord> of(OwnerId owner) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select voices.* from voices
                    join people on people.id = voices.person_id
                    join chats on chats.id = people.chat_id
                    where chats.owner = :owner order by voices.person_id""")
                .bind("owner", owner.value())
                .map(VOICE_RECORD)
                .list());
  }

  /** The people whose models were trained with an earlier text preparation than this. */
  public List<Owned> preparedBefore(int preparation) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select chats.owner, voices.person_id from voices
                    join people on people.id = voices.person_id
                    join chats on chats.id = people.chat_id
                    where voices.preparation < :preparation order by voices.person_id""")
                .bind("preparation", preparation)
                .map(
                    (row, context) ->
                        new Owned(
                            new OwnerId(row.getString("owner")),
                            new PersonId(row.getLong("person_id"))))
                .list());
  }

  /** Deletes the model record of a person in an owner's chats. */
  public void delete(OwnerId owner, PersonId person) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    delete from voices where person_id =
                      (select people.id from people join chats on chats.id = people.chat_id
                       where people.id = :person and chats.owner = :owner)""")
                .bind("person", person.value())
                .bind("owner", owner.value())
                .execute());
  }
}
