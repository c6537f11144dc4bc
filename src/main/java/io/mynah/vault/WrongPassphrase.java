package io.mynah.vault;

/** Thrown when a passphrase is not the one that something was sealed with. */
public final class WrongPassphrase extends Exception {
  private static final long serialVersionUID = 1L;

  WrongPassphrase() {
    super("another passphrase");
  }
}
