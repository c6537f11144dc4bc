package io.mynah.chat.converse;

/** Why a conversation of two models ended. */
enum End {
  DONE("converse.done"),
  STOPPED("converse.stopped"),
  CIRCLES("converse.circles"),
  LOST("converse.lost");

  private final String key;

  End(String key) {
    this.key = key;
  }

  /** Of what is said then. */
  String key() {
    return key;
  }
}
