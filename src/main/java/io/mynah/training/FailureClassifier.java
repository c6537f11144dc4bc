package io.mynah.training;

import io.mynah.lm.training.TooLittleText;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Classifies exceptions of a training for users. */
final class FailureClassifier {
  private static final int SQLITE_FULL = 13;

  /** PostgreSQL's SQL state of a full disk. */
  private static final String DISK_FULL = "53100";

  private static final int MOST_CAUSES = 8;

  /** Thrown when a person is erased during their training. */
  static final class Forgotten extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Forgotten() {
      super("forgotten", null, false, false);
    }
  }

  /** Thrown when the job of a checkpoint is no longer claimed. */
  static final class ClaimEnded extends IOException {
    private static final long serialVersionUID = 1L;

    ClaimEnded() {
      super("the training has ended");
    }
  }

  private FailureClassifier() {}

  /** Whether a fault says only that the job was cancelled, or that another process has it. */
  static boolean isOfEndedClaim(Throwable fault) {
    return causes(fault).anyMatch(ClaimEnded.class::isInstance);
  }

  /**
   * The kind of a fault.
   *
   * @param full whether too little space is left to write anything
   */
  static TrainingFailure of(Throwable fault, BooleanSupplier full) {
    if (causes(fault).anyMatch(OutOfMemoryError.class::isInstance)) {
      return TrainingFailure.OUT_OF_MEMORY;
    }
    if (causes(fault).anyMatch(TooLittleText.class::isInstance)) {
      return TrainingFailure.TOO_LITTLE_TEXT;
    }
    if (causes(fault).anyMatch(Forgotten.class::isInstance)) {
      return TrainingFailure.FORGOTTEN;
    }
    return causes(fault).anyMatch(cause -> saysDiskFull(cause, full))
        ? TrainingFailure.DISK_FULL
        : TrainingFailure.INTERNAL;
  }

  /**
   * The stored form of a failure; {@link TrainingFailure#TOO_LITTLE_TEXT} includes the existing and
   * the needed number of messages.
   */
  static String stored(TrainingFailure failure, Throwable fault) {
    return causes(fault)
        .filter(
            cause -> failure == TrainingFailure.TOO_LITTLE_TEXT && cause instanceof TooLittleText)
        .map(cause -> (TooLittleText) cause)
        .map(cause -> failure.name() + ":" + cause.messages() + ":" + cause.needed())
        .findFirst()
        .orElse(failure.name());
  }

  private static boolean saysDiskFull(Throwable cause, BooleanSupplier full) {
    if (cause instanceof SQLException sql) {
      return sql.getErrorCode() == SQLITE_FULL || DISK_FULL.equals(sql.getSQLState());
    }
    if (!(cause instanceof IOException)) {
      return false;
    }
    String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    // The system's message may be in any language.
    return Stream.of("no space left", "not enough space", "quota exceeded")
            .anyMatch(message::contains)
        || full.getAsBoolean();
  }

  private static Stream<Throwable> causes(Throwable fault) {
    return Stream.iterate(fault, cause -> cause != null, Throwable::getCause).limit(MOST_CAUSES);
  }
}
