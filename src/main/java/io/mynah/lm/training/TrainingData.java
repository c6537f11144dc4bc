package io.mynah.lm.training;

import io.mynah.domain.Correction;
import io.mynah.domain.PersonKey;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.Turn;
import io.mynah.privacy.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The messages that a person's model may learn from: everyone's turns in order of time. Secrets are
 * masked, and messages that were nothing but a secret, or blank, are left out. Immutable.
 */
public final class TrainingData {
  /**
   * Version of the preparation of texts; models learned with an earlier one are learned again.
   * Raised when more is masked than before; 0 was before any masking.
   */
  public static final int PREPARATION = 2;

  /** UTF-16 units of a chat that can be learned from, the last ones; more than time allows. */
  public static final long MOST_OF_CHAT = 20_000_000;

  /** The same for the person's own messages. */
  public static final long MOST_OF_OWN = 5_000_000;

  /** Turns that are masked between two checks for cancelling; some milliseconds. */
  private static final int ASKED_EVERY = 1_000;

  private final PersonKey person;
  private final List<Turn> turns;
  private final List<Correction> corrections;

  private TrainingData(PersonKey person, List<Turn> turns, List<Correction> corrections) {
    this.person = person;
    this.turns = List.copyOf(turns);
    this.corrections = List.copyOf(corrections);
  }

  /**
   * Masks the secrets of a chat, which takes a second for a hundred thousand messages.
   *
   * @param person whose style is learned
   * @param turns everyone's, in order of time
   * @param corrections what the person would have said; learned as messages of theirs, more than
   *     once
   * @throws TrainingCancelled soon after {@code cancelled} is true
   */
  public static TrainingData of(
      PersonKey person, List<Turn> turns, List<Correction> corrections, BooleanSupplier cancelled)
      throws TrainingCancelled {
    List<Turn> masked = new ArrayList<>(turns.size());
    for (int i = 0; i < turns.size(); i++) {
      if (i % ASKED_EVERY == 0 && cancelled.getAsBoolean()) {
        throw new TrainingCancelled();
      }
      addMasked(turns.get(i), masked);
    }
    return new TrainingData(person, masked, masked(corrections));
  }

  /** The same without corrections and without cancelling. */
  public static TrainingData of(PersonKey person, List<Turn> turns) {
    List<Turn> masked = new ArrayList<>(turns.size());
    turns.forEach(turn -> addMasked(turn, masked));
    return new TrainingData(person, masked, List.of());
  }

  private static void addMasked(Turn turn, List<Turn> masked) {
    SecretMasking.of(turn.text())
        .ifPresent(text -> masked.add(text.equals(turn.text()) ? turn : turn.with(text)));
  }

  private static List<Correction> masked(List<Correction> corrections) {
    List<Correction> masked = new ArrayList<>(corrections.size());
    for (Correction correction : corrections) {
      SecretMasking.of(correction.text())
          .ifPresent(text -> masked.add(new Correction(masked(correction.saidTo()), text)));
    }
    return masked;
  }

  private static @Nullable String masked(@Nullable String saidTo) {
    return saidTo == null ? null : Secrets.masked(saidTo);
  }

  /** The same data with trimmed texts. */
  public TrainingData trimmed() {
    return new TrainingData(person, DataSplit.cleaned(turns), corrections);
  }

  public PersonKey person() {
    return person;
  }

  public List<Turn> turns() {
    return turns;
  }

  public List<Correction> corrections() {
    return corrections;
  }
}
