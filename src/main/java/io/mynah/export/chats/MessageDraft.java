package io.mynah.export.chats;

/** A message as it is being parsed, before it is known whether it is kept. Used again and again. */
public final class MessageDraft {
  /** There is no such number. */
  public static final long NONE = Long.MIN_VALUE;

  public final CharSlice name = new CharSlice();
  public final CharSlice peer = new CharSlice();
  public final CharSlice date = new CharSlice();
  public final CharSlice text = new CharSlice();
  public final CharSlice emoji = new CharSlice();

  public Type type = Type.OTHER;
  public long id = NONE;
  public long seconds = NONE;
  public long replyTo = NONE;
  public boolean replyElsewhere;
  public boolean forwarded;
  public boolean viaBot;

  /** What a message is, by its {@code type}. */
  public enum Type {
    MESSAGE,
    /** A service message, or one that the exporting program did not understand. */
    NOTICE,
    /** Nothing that Telegram writes. */
    OTHER
  }

  public void clear() {
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
