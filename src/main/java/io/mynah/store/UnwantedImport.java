package io.mynah.store;

/** The upload that was being imported is not there any more: its owner wants nothing of it kept. */
public final class UnwantedImport extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnwantedImport() {
    super("the upload was deleted while it was imported");
  }
}
