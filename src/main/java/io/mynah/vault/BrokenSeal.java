package io.mynah.vault;

/**
 * Thrown when sealed data cannot be opened: it was altered, or sealed with another key or other
 * associated data.
 */
public final class BrokenSeal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BrokenSeal(String what) {
    super(what);
  }
}
