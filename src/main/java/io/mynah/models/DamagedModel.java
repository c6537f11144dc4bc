package io.mynah.models;

/**
 * Thrown when a model file is truncated, altered, of an unknown version, or for another base than
 * the one in use.
 */
public final class DamagedModel extends Exception {
  private static final long serialVersionUID = 1L;

  public DamagedModel(String what, Throwable cause) {
    super(what, cause);
  }

  public DamagedModel(String what) {
    super(what);
  }
}
