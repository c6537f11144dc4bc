package io.mynah.vault;

/** A text that is no master key. */
public final class BadMasterKey extends Exception {
  private static final long serialVersionUID = 1L;

  BadMasterKey() {
    super("a master key is " + MasterKey.FORM);
  }
}
