package io.mynah.lm;

/** A training came to a loss that is no number; what it learned is of no use. */
public final class TrainingDiverged extends Exception {
  private static final long serialVersionUID = 1L;

  public TrainingDiverged() {
    super("training diverged", null, false, false);
  }
}
