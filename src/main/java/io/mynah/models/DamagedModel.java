package io.mynah.models;

/** The file of a model is not what was written: cut off, altered, or of an unknown version. */
public final class DamagedModel extends Exception {
  private static final long serialVersionUID = 1L;

  public DamagedModel(String what, Throwable cause) {
    super(what, cause);
  }

  public DamagedModel(String what) {
    super(what);
  }
}
