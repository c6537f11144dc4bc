package io.mynah.models;

/** There is no model of this person. */
public final class MissingModel extends Exception {
  private static final long serialVersionUID = 1L;

  public MissingModel() {
    super("no model file");
  }
}
