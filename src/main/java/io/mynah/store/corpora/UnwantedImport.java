package io.mynah.store.corpora;

/**
 * Thrown when the upload being imported was stopped or deleted, so that nothing of it may be
 * stored.
 */
public final class UnwantedImport extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnwantedImport() {
    super("the upload was stopped or deleted while it was imported");
  }
}
