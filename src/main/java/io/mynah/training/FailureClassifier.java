package io.mynah.training;

import io.mynah.lm.training.TooLittleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.stream.Stream;

/** Classifies exceptions of a training for users. */
final class FailureClassifier {
  private static final int SQLITE_FULL = 13;
  private static final long LITTLE_SPACE = 1 << 20;
  private static final int MOST_CAUSES = 8;

  /** Thrown when a person is erased during their training. */
  static final class Forgotten extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Forgotten() {
      super("forgotten", null, false, false);
    }
  }

  private FailureClassifier() {}

  /**
   * The kind of a fault.
   *
   * @param folder the folder that the training writes to
   */
  static TrainingFailure of(Throwable fault, Path folder) {
    if (causes(fault).anyMatch(OutOfMemoryError.class::isInstance)) {
      return TrainingFailure.OUT_OF_MEMORY;
    }
    if (causes(fault).anyMatch(TooLittleText.class::isInstance)) {
      return TrainingFailure.TOO_LITTLE_TEXT;
    }
    if (causes(fault).anyMatch(Forgotten.class::isInstance)) {
      return TrainingFailure.FORGOTTEN;
    }
    return causes(fault).anyMatch(cause -> saysDiskFull(cause, folder))
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

  private static boolean saysDiskFull(Throwable cause, Path folder) {
    if (cause instanceof SQLException sql) {
      return sql.getErrorCode() == SQLITE_FULL;
    }
    if (!(cause instanceof IOException)) {
      return false;
    }
    String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    return Stream.of("no space left", "not enough space", "quota exceeded")
            .anyMatch(message::contains)
        || littleSpace(folder);
  }

  /** Whether little space is left. Needed because the system's message may be in any language. */
  private static boolean littleSpace(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace() < LITTLE_SPACE;
    } catch (IOException e) {
      return false;
    }
  }

  private static Stream<Throwable> causes(Throwable fault) {
    return Stream.iterate(fault, cause -> cause != null, Throwable::getCause).limit(MOST_CAUSES);
  }
}
