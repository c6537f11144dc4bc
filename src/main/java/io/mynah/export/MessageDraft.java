package io.mynah.export;

/** A message as it is being parsed, before it is known whether it is kept. Used again and again. */
final class MessageDraft {
  /** There is no such number. */
  static final long NONE = Long.MIN_VALUE;

  final CharSlice name = new CharSlice();
  final CharSlice peer = new CharSlice();
  final CharSlice date = new CharSlice();
  final CharSlice text = new CharSlice();
  final CharSlice emoji = new CharSlice();

  Type type = Type.OTHER;
  long id = NONE;
  long seconds = NONE;
  long replyTo = NONE;
  boolean replyElsewhere;
  boolean forwarded;
  boolean viaBot;

  /** What a message is, by its {@code type}. */
  enum Type {
    MESSAGE,
    /** A service message, or one that the exporting program did not understand. */
    NOTICE,
    /** Nothing that Telegram writes. */
    OTHER
  }

  void clear() {
    name.clear();
    peer.clear();
    date.clear();
    text.clear();
    emoji.clear();
    type = Type.OTHER;
    id = NONE;
    seconds = NONE;
    replyTo = NONE;
    replyElsewhere = false;
    forwarded = false;
    viaBot = false;
  }

  /** Whether this is somebody's own words. */
  boolean hasOwnWords() {
    return type == Type.MESSAGE && !forwarded && !viaBot && !(text.isBlank() && emoji.isBlank());
  }

  /** The words; a sticker's are its emoji. */
  String words() {
    return text.isBlank() ? emoji.toText() : text.toText();
  }
}
