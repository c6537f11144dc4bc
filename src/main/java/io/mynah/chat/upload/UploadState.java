package io.mynah.chat.upload;

import io.mynah.store.conversation.Uploads.Upload;

/** Where an upload is on its way; stored by name. */
enum UploadState {
  /** Its sender was asked whether to train from it; nothing is fetched. */
  OFFERED("status.offered", true),
  /** More pages of an HTML export may come; nothing is fetched. */
  COLLECTING("status.collecting", true),
  /** It is to be fetched and looked through. */
  RECEIVED("status.reading", false),
  /** Its sender was asked which chat is meant. */
  ASKING_CHAT("status.asking", true),
  /** Its sender was asked which people are meant. */
  ASKING_PERSON("status.asking", true),
  /** The chosen chat is to be stored. */
  IMPORTING("status.reading", false),
  /** The chosen chat is stored; the people are to be trained. */
  STORED("status.reading", false);

  private final String statusKey;
  private final boolean waits;

  UploadState(String statusKey, boolean waits) {
    this.statusKey = statusKey;
    this.waits = waits;
  }

  /** Whether it waits for its sender, for its lifetime at most. */
  boolean waits() {
    return waits;
  }

  /** Whether its sender was asked which chat or which people are meant. */
  boolean asks() {
    return this == ASKING_CHAT || this == ASKING_PERSON;
  }

  /** Whether it goes on by itself. */
  boolean busy() {
    return !waits || this == COLLECTING;
  }

  String statusKey() {
    return statusKey;
  }

  static UploadState of(Upload upload) {
    return valueOf(upload.state());
  }
}
