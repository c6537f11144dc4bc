package io.mynah.models;

/** Thrown when a person has no model. */
public final class MissingModel extends Exception {
  private static final long serialVersionUID = 1L;

  public MissingModel() {
    super("no model file");
  }
}
