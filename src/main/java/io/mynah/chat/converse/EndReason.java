package io.mynah.chat.converse;

/** Why a conversation of two models ended. */
enum EndReason {
  DONE("converse.done"),
  STOPPED("converse.stopped"),
  CIRCLES("converse.circles"),
  LOST("converse.lost");

  private final String key;

  EndReason(String key) {
    this.key = key;
  }

  /** The key of the text that tells the reason. */
  String key() {
    return key;
  }
}
