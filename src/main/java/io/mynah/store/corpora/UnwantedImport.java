package io.mynah.store.corpora;

/** The upload that was being imported was stopped or deleted: nothing of it is to be kept. */
public final class UnwantedImport extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnwantedImport() {
    super("the upload was stopped or deleted while it was imported");
  }
}
