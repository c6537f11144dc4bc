package io.mynah.store.jobs;

import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.store.database.Database;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Stores how often an owner compared what two versions of a voice answered, and which they
 * preferred. The counts go with the version. Thread-safe.
 */
public final class VoiceComparisons {
  private final Database database;

  VoiceComparisons(Database database) {
    this.database = database;
  }

  /** How often a version was compared with another one, and preferred. */
  public record Tally(int preferred, int compared) {}

  /** The tallies of a person's versions that were compared, by their numbers. */
  public Map<Long, Tally> of(Person person) {
    Map<Long, Tally> tallies = new HashMap<>();
    database
        .read(
            h ->
                h.createQuery("select * from voice_comparisons where person_id = :person")
                    .bind("person", person.id().value())
                    .map(
                        (row, context) ->
                            Map.entry(
                                row.getLong("version"),
                                new Tally(row.getInt("preferred"), row.getInt("compared"))))
                    .list())
        .forEach(tally -> tallies.put(tally.getKey(), tally.getValue()));
    return tallies;
  }

  /**
   * Counts a comparison of two versions.
   *
   * @param preferred the number of one of them; null for neither
   */
  public void count(Person person, long first, long second, @Nullable Long preferred) {
    database
        .jdbi()
        .useTransaction(
            h -> {
              // In one order, so that no two transactions wait for each other.
              count(h, person.id(), Math.min(first, second), preferred);
              count(h, person.id(), Math.max(first, second), preferred);
            });
  }

  private void count(Handle handle, PersonId person, long version, @Nullable Long preferred) {
    handle
        .createUpdate(
            """
            insert into voice_comparisons (person_id, version, preferred, compared)
            select id, :version, :preferred, 1 from people where id = :person
            """
                + database.dialect().forKeyShare()
                + """
             on conflict (person_id, version) do update
            set preferred = voice_comparisons.preferred + excluded.preferred,
              compared = voice_comparisons.compared + 1""")
        .bind("person", person.value())
        .bind("version", version)
        .bind("preferred", preferred != null && preferred == version ? 1 : 0)
        .execute();
  }

  /** Deletes the tally of a version. */
  static void delete(Handle handle, PersonId person, long version) {
    handle
        .createUpdate(
            "delete from voice_comparisons where person_id = :person and version = :version")
        .bind("person", person.value())
        .bind("version", version)
        .execute();
  }
}
