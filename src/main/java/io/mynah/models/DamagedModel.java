package io.mynah.models;

/** Thrown when a model file is truncated, altered, or of an unknown version. */
public final class DamagedModel extends Exception {
  private static final long serialVersionUID = 1L;

  public DamagedModel(String what, Throwable cause) {
    super(what, cause);
  }

  public DamagedModel(String what) {
    super(what);
  }
}
