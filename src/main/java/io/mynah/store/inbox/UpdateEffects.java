package io.mynah.store.inbox;

import io.mynah.store.database.Database;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Records the effects of updates, so that an update that is handled again has none of them twice.
 * An effect and its record are one transaction. {@link Inbox#done} deletes the records of an
 * update. Thread-safe.
 */
public final class UpdateEffects {
  private static final String SEPARATOR = ":";

  private final Database database;
  private final Jdbi jdbi;

  public UpdateEffects(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  /**
   * The outcome of an effect: enough to make the answer from, and nothing that anybody wrote.
   *
   * @param word letters and hyphens
   * @param numbers ids and counts
   */
  public record Outcome(String word, List<Long> numbers) {
    public Outcome {
      numbers = List.copyOf(numbers);
    }

    public static Outcome of(String word, Long... numbers) {
      return new Outcome(word, Arrays.asList(numbers));
    }

    /** Whether it has this word. */
    public boolean is(String other) {
      return word.equals(other);
    }

    /** One of the numbers, counted from 0. */
    public long number(int index) {
      return numbers.get(index);
    }

    private static Outcome parse(String text) {
      String[] parts = text.split(SEPARATOR);
      return new Outcome(parts[0], Stream.of(parts).skip(1).map(Long::valueOf).toList());
    }

    private String encode() {
      return Stream.concat(Stream.of(word), numbers.stream().map(String::valueOf))
          .collect(Collectors.joining(SEPARATOR));
    }
  }

  /**
   * The outcome of an update's effect; empty if it had none of that name so far.
   *
   * @param update the number of an update that is not done, if there is one
   */
  public Optional<Outcome> of(OptionalLong update, String name) {
    return update.isEmpty()
        ? Optional.empty()
        : database.read(h -> find(h, update.getAsLong(), name));
  }

  /**
   * Runs an effect, unless the update had it before.
   *
   * @param update the number of an update that is not done; without one nothing is recorded, but
   *     the effect still is one transaction
   * @param name identifies the effect within the update
   * @param effect writes to the store on this thread; if it throws, nothing is stored. It may block
   *     all other writers, so it must be short and must not send
   * @return its outcome, from now or before
   */
  public Outcome once(OptionalLong update, String name, Supplier<Outcome> effect) {
    return jdbi.inTransaction(
        h -> {
          if (update.isEmpty()) {
            return effect.get();
          }
          // Another process that handles the same update waits here for the outcome.
          if (!begin(h, update.getAsLong(), name)) {
            return find(h, update.getAsLong(), name).orElseThrow();
          }
          Outcome outcome = effect.get();
          h.createUpdate(
                  """
                  update effects set outcome = :outcome
                  where sequence = :sequence and name = :name""")
              .bind("sequence", update.getAsLong())
              .bind("name", name)
              .bind("outcome", outcome.encode())
              .execute();
          return outcome;
        });
  }

  /** Records an effect without its outcome. Returns false if it is recorded already. */
  private static boolean begin(Handle handle, long sequence, String name) {
    return handle
            .createUpdate(
                """
                insert into effects (sequence, name, outcome) values (:sequence, :name, '')
                on conflict (sequence, name) do nothing""")
            .bind("sequence", sequence)
            .bind("name", name)
            .execute()
        > 0;
  }

  private static Optional<Outcome> find(Handle handle, long sequence, String name) {
    return handle
        .createQuery("select outcome from effects where sequence = :sequence and name = :name")
        .bind("sequence", sequence)
        .bind("name", name)
        .mapTo(String.class)
        .findOne()
        .map(Outcome::parse);
  }

  static void forget(Handle handle, long sequence) {
    handle
        .createUpdate("delete from effects where sequence = :sequence")
        .bind("sequence", sequence)
        .execute();
  }
}
