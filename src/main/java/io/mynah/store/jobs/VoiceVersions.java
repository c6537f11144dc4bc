package io.mynah.store.jobs;

import io.mynah.domain.JobId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.VoiceRecord;
import io.mynah.store.blobs.BlobChange;
import io.mynah.store.blobs.BlobName;
import io.mynah.store.blobs.BlobNames;
import io.mynah.store.database.Change;
import io.mynah.store.database.Database;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The versions of people's models: the one in use, and some earlier ones. A version is what one
 * training published last; better models of the same training take its place. Of a person, at most
 * {@link #MOST} are kept. Versions with an earlier text preparation than the newest are not, since
 * they may have learned secrets that are masked now. How often a version was preferred goes with it
 * ({@link VoiceComparisons}). Thread-safe.
 */
public final class VoiceVersions {
  /** How many versions a person has at most, with the one in use. */
  public static final int MOST = 5;

  private static final String COLUMNS =
      """
      person_id, version, stage, validation_bits, trained_messages, trained_at, preparation, base,
      base_shipped, base_licence""";

  private static final Comparator<Version> NEWEST_FIRST =
      Comparator.comparing((Version version) -> version.voice().trainedAt())
          .thenComparing(Version::number)
          .reversed();

  private final Database database;
  private final VoiceRecords voices;

  VoiceVersions(Database database, VoiceRecords voices) {
    this.database = database;
    this.voices = voices;
  }

  /**
   * A version.
   *
   * @param number the id of the training that made it; 0 if that is not known
   */
  public record Version(long number, VoiceRecord voice, boolean inUse) {}

  /** All versions of a person's model, the newest first. */
  public List<Version> of(Person person) {
    return database.read(
        h -> {
          List<Version> all = new ArrayList<>(kept(h, person.id()));
          inUse(h, person.id()).ifPresent(all::add);
          all.sort(NEWEST_FIRST);
          return List.copyOf(all);
        });
  }

  /** Whether a person has versions that are not in use. */
  public boolean anyKept(Person person) {
    return database.read(h -> !kept(h, person.id()).isEmpty());
  }

  private static Optional<Version> inUse(Handle handle, PersonId person) {
    return of(handle, "voices", person, true).stream().findFirst();
  }

  private static List<Version> kept(Handle handle, PersonId person) {
    return of(handle, "voice_versions", person, false);
  }

  private static List<Version> of(Handle handle, String table, PersonId person, boolean inUse) {
    return handle
        .createQuery("select " + COLUMNS + " from " + table + " where person_id = :person")
        .bind("person", person.value())
        .map(
            (row, context) ->
                new Version(
                    row.getLong("version"), VoiceRecords.VOICE_RECORD.map(row, context), inUse))
        .list();
  }

  /**
   * Records a model of a training as the version in use, and keeps the one before, unless that is
   * of the same training. For a transaction that then publishes the model.
   */
  public BlobChange publishing(VoiceRecord voice, JobId job) {
    return new BlobChange(names -> publish(names, voice, job.value()));
  }

  private boolean publish(BlobNames names, VoiceRecord voice, long number) {
    Handle handle = names.transaction();
    PersonId person = voice.person();
    // An earlier model of the same training, if the owner has put another version in use meanwhile.
    drop(names, person, number);
    Optional<Version> former =
        inUse(handle, person)
            .filter(version -> version.number() != number)
            .filter(version -> names.has(BlobName.model(person)));
    former.ifPresent(version -> keep(names, version));
    if (!voices.saving(voice, number).makeIn(handle)) {
      return false;
    }
    dropOldest(names, voice, former.map(Version::number).orElse(null));
    return true;
  }

  /**
   * @param former was in use until now, and so stays whatever its age
   */
  private static void dropOldest(BlobNames names, VoiceRecord newest, @Nullable Long former) {
    List<Version> kept = new ArrayList<>(kept(names.transaction(), newest.person()));
    kept.sort(
        Comparator.comparing((Version version) -> !Long.valueOf(version.number()).equals(former))
            .thenComparing(NEWEST_FIRST));
    for (int i = 0; i < kept.size(); i++) {
      if (i >= MOST - 1 || kept.get(i).voice().preparation() < newest.preparation()) {
        drop(names, newest.person(), kept.get(i).number());
      }
    }
  }

  /** Moves the version in use, with its card, to those that are not. */
  private static void keep(BlobNames names, Version version) {
    PersonId person = version.voice().person();
    names
        .transaction()
        .createUpdate(
            "insert into voice_versions ("
                + COLUMNS
                + ", card) select "
                + COLUMNS
                + """
                , (select card from report_cards
                  where report_cards.person_id = voices.person_id
                    and report_cards.version = voices.version)
                from voices where person_id = :person""")
        .bind("person", person.value())
        .execute();
    boolean unused =
        names.rename(BlobName.model(person), BlobName.version(person, version.number()));
  }

  private static void drop(BlobNames names, PersonId person, long number) {
    deleteRow(names.transaction(), person, number);
    VoiceComparisons.delete(names.transaction(), person, number);
    names.delete(BlobName.version(person, number));
  }

  private static void deleteRow(Handle handle, PersonId person, long number) {
    handle
        .createUpdate("delete from voice_versions where person_id = :person and version = :number")
        .bind("person", person.value())
        .bind("number", number)
        .execute();
  }

  /**
   * Puts a kept version in use, with its card, and keeps the one that was. Deletes the guesses
   * about that one. Refused if there is no such version, or none in use.
   */
  public BlobChange using(PersonId person, long number) {
    return new BlobChange(names -> use(names, person, number));
  }

  private boolean use(BlobNames names, PersonId person, long number) {
    Handle handle = names.transaction();
    BlobName model = BlobName.model(person);
    BlobName chosenModel = BlobName.version(person, number);
    Optional<Version> current = inUse(handle, person);
    Optional<Version> chosen =
        kept(handle, person).stream().filter(version -> version.number() == number).findFirst();
    if (current.isEmpty() || chosen.isEmpty() || !names.has(model) || !names.has(chosenModel)) {
      return false;
    }
    byte @Nullable [] card = card(handle, person, number);
    keep(names, current.get());
    deleteRow(handle, person, number);
    handle.execute("delete from report_cards where person_id = ?", person.value());
    handle.execute("delete from guess_scores where person_id = ?", person.value());
    if (!names.rename(chosenModel, model)
        || !voices.saving(chosen.get().voice(), number).makeIn(handle)) {
      throw new IllegalStateException("a version was erased while it was put in use");
    }
    if (card != null) {
      handle
          .createUpdate(
              """
              insert into report_cards (person_id, card, due, version)
              values (:person, :card, :due, :version)""")
          .bind("person", person.value())
          .bind("card", card)
          .bind("due", false)
          .bind("version", number)
          .execute();
    }
    return true;
  }

  private static byte @Nullable [] card(Handle handle, PersonId person, long number) {
    return handle
        .createQuery(
            """
            select card from voice_versions
            where person_id = :person and version = :number and card is not null""")
        .bind("person", person.value())
        .bind("number", number)
        .mapTo(byte[].class)
        .findOne()
        .orElse(null);
  }

  /**
   * Checks that what a training made is not a kept version: its owner may have put another one in
   * use. For a transaction that records something about the version in use.
   */
  public Change unlessKept(PersonId person, JobId job) {
    return handle ->
        kept(handle, person).stream().noneMatch(version -> version.number() == job.value());
  }

  /** Deletes the records of the kept versions of a person in an owner's chats. */
  public void delete(OwnerId owner, PersonId person) {
    delete(
        """
        delete from voice_versions where person_id =
          (select people.id from people join chats on chats.id = people.chat_id
           where people.id = :person and chats.owner = :owner)
        returning version""",
        owner,
        person);
  }

  /** Deletes the record of the version in use of a person in an owner's chats. */
  void deleteInUse(OwnerId owner, PersonId person) {
    delete(
        """
        delete from voices where person_id =
          (select people.id from people join chats on chats.id = people.chat_id
           where people.id = :person and chats.owner = :owner)
        returning version""",
        owner,
        person);
  }

  /** Deletes versions with their tallies. */
  private void delete(String versions, OwnerId owner, PersonId person) {
    database
        .jdbi()
        .useTransaction(
            h ->
                h.createQuery(versions)
                    .bind("person", person.value())
                    .bind("owner", owner.value())
                    .mapTo(Long.class)
                    .list()
                    .forEach(version -> VoiceComparisons.delete(h, person, version)));
  }
}
