package io.mynah.vault;

/** Thrown when a text is not a valid master key. */
public final class MalformedMasterKey extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedMasterKey() {
    super("a master key is " + MasterKey.FORM);
  }
}
