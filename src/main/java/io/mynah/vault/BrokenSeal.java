package io.mynah.vault;

/** What is to be opened was sealed by another key or for another place, or was altered. */
public final class BrokenSeal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BrokenSeal(String what) {
    super(what);
  }
}
