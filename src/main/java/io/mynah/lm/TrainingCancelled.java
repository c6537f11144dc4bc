package io.mynah.lm;

/** A training ended because it was asked to; its checkpoints are whole. */
public final class TrainingCancelled extends Exception {
  private static final long serialVersionUID = 1L;

  public TrainingCancelled() {
    super("training cancelled", null, false, false);
  }
}
