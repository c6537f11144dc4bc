package io.mynah.lm;

/** Thrown when a training ended because it was asked to; its checkpoints are complete. */
public final class TrainingCancelled extends Exception {
  private static final long serialVersionUID = 1L;

  public TrainingCancelled() {
    super("training cancelled", null, false, false);
  }
}
