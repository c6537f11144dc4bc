package io.mynah.store.jobs;

import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.VoiceBase;
import io.mynah.domain.VoiceRecord;
import io.mynah.store.database.Change;
import io.mynah.store.database.Columns;
import io.mynah.store.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Stores which people have a model, and how good it is. Thread-safe. */
public final class VoiceRecords {
  static final RowMapper<VoiceRecord> VOICE_RECORD =
      (row, context) ->
          new VoiceRecord(
              new PersonId(row.getLong("person_id")),
              row.getString("stage"),
              row.getDouble("validation_bits"),
              row.getInt("trained_messages"),
              Columns.instant(row, "trained_at"),
              row.getInt("preparation"),
              base(row));

  private static @Nullable VoiceBase base(ResultSet row) throws SQLException {
    String name = row.getString("base");
    return name == null
        ? null
        : new VoiceBase(name, row.getBoolean("base_shipped"), row.getString("base_licence"));
  }

  /** A person who has a model, and their owner. */
  public record Owned(OwnerId owner, PersonId person) {}

  private final Database database;
  private final Jdbi jdbi;

  public VoiceRecords(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  /** The versions of their models. */
  public VoiceVersions versions() {
    return new VoiceVersions(database, this);
  }

  /** How often these versions were preferred. */
  public VoiceComparisons comparisons() {
    return new VoiceComparisons(database);
  }

  /**
   * Records the model of a person in place of the previous one.
   *
   * @return false if the person no longer exists
   */
  public boolean save(VoiceRecord voiceRecord) {
    return jdbi.inTransaction(saving(voiceRecord)::makeIn);
  }

  /** The change that {@link #save} makes, for a transaction that publishes the model as well. */
  public Change saving(VoiceRecord voiceRecord) {
    return saving(voiceRecord, 0);
  }

  Change saving(VoiceRecord voiceRecord, long version) {
    VoiceBase base = voiceRecord.base();
    return h ->
        h.createUpdate(
                    """
                    insert into voices
                      (person_id, stage, validation_bits, trained_messages, trained_at, preparation,
                        base, base_shipped, base_licence, version)
                    select id, :stage, :bits, :messages, :at, :preparation, :base, :shipped, :licence,
                      :version
                    from people where id = :person
                    """
                        + database.dialect().forKeyShare()
                        + """
                    on conflict (person_id) do update
                    set stage = excluded.stage, validation_bits = excluded.validation_bits,
                      trained_messages = excluded.trained_messages,
                      trained_at = excluded.trained_at, preparation = excluded.preparation,
                      base = excluded.base, base_shipped = excluded.base_shipped,
                      base_licence = excluded.base_licence, version = excluded.version""")
                .bind("person", voiceRecord.person().value())
                .bind("stage", voiceRecord.stage())
                .bind("bits", voiceRecord.validationBits())
                .bind("messages", voiceRecord.trainedMessages())
                .bind("at", voiceRecord.trainedAt().toEpochMilli())
                .bind("preparation", voiceRecord.preparation())
                .bind("base", base == null ? null : base.name())
                .bind("shipped", base == null ? null : base.shipped())
                .bind("licence", base == null ? null : base.licence())
                .bind("version", version)
                .execute()
            > 0;
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

  /**
   * The people whose models were trained with an earlier text preparation than this. Those without
   * messages to train on are left out.
   */
  public List<Owned> preparedBefore(int preparation) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select chats.owner, voices.person_id from voices
                    join people on people.id = voices.person_id
                    join chats on chats.id = people.chat_id
                    where voices.preparation < :preparation and people.messages > 0
                    order by voices.person_id""")
                .bind("preparation", preparation)
                .map(
                    (row, context) ->
                        new Owned(
                            new OwnerId(row.getString("owner")),
                            new PersonId(row.getLong("person_id"))))
                .list());
  }

  /** Deletes all records of a person's voice in an owner's chats, those of kept versions too. */
  public void deleteAll(OwnerId owner, PersonId person) {
    delete(owner, person);
    versions().delete(owner, person);
  }

  /** Deletes the model record of a person in an owner's chats, but not those of kept versions. */
  public void delete(OwnerId owner, PersonId person) {
    versions().deleteInUse(owner, person);
  }
}
