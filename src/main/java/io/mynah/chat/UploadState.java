package io.mynah.chat;

import io.mynah.store.Uploads.Upload;

/** Where an upload is on its way; stored by name. */
enum UploadState {
  /** Its sender was asked whether to train from it; nothing is fetched. */
  OFFERED("status.offered", false),
  /** More pages of an HTML export may come. */
  COLLECTING("status.collecting", true),
  /** It is to be fetched and looked through. */
  RECEIVED("status.reading", true),
  /** Its sender was asked which chat is meant. */
  ASKING_CHAT("status.asking", false),
  /** Its sender was asked which people are meant. */
  ASKING_PERSON("status.asking", false),
  /** The chosen chat is to be stored. */
  IMPORTING("status.reading", true);

  private final String statusKey;
  private final boolean busy;

  UploadState(String statusKey, boolean busy) {
    this.statusKey = statusKey;
    this.busy = busy;
  }

  /** Whether it goes on by itself. */
  boolean busy() {
    return busy;
  }

  String statusKey() {
    return statusKey;
  }

  static UploadState of(Upload upload) {
    return valueOf(upload.state());
  }
}
