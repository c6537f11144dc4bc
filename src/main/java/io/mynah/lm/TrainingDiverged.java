package io.mynah.lm;

/** Thrown when the loss of a training is not a number any more; what it learned is useless. */
public final class TrainingDiverged extends Exception {
  private static final long serialVersionUID = 1L;

  public TrainingDiverged() {
    super("training diverged", null, false, false);
  }
}
