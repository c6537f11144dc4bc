package io.mynah.export.chats;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message during parsing, before it is known whether it is kept. Reused for each message. */
public final class MessageDraft {
  /** Stands for a missing number. */
  public static final long NONE = Long.MIN_VALUE;

  /** Every number of as many digits or fewer fits; most of 19 do, and others become negative. */
  private static final int MOST_DIGITS = 19;

  private static final int MOST_REACTIONS = 1_000;
  private static final int LONGEST_EMOJI = 16;

  /** No emoji of reactions begins before General Punctuation. */
  private static final int FIRST_EMOJI = 0x2000;

  private static final String EMOJI_STYLE = "\uFE0F";

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

  private final List<Reaction> reactions = new ArrayList<>();

  /**
   * A reaction to the message.
   *
   * @param peer the id of the person who reacted, as the export writes it; may be empty
   * @param name of that person; may be empty
   */
  record Reaction(String emoji, String peer, String name) {}

  /** The kind of a message, by its {@code type}. */
  public enum Type {
    MESSAGE,
    /** A service message, or one that the exporting program did not understand. */
    NOTICE,
    /** A type that Telegram does not write. */
    OTHER
  }

  /** A number that another program writes as an id; {@link #NONE} if it is none. */
  public static long id(@Nullable String written) {
    if (written == null || written.isEmpty() || written.length() > MOST_DIGITS) {
      return NONE;
    }
    long id = 0;
    for (int i = 0; i < written.length(); i++) {
      int digit = written.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return NONE;
      }
      id = 10 * id + digit;
    }
    return id < 0 ? NONE : id;
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
    reactions.clear();
  }

  /**
   * Adds a reaction to the message. One that is no emoji is left out, as are those after the first
   * thousand.
   *
   * @param peer the id of the person who reacted, as the export writes ids; empty if it has none
   * @param name of that person; empty if the export has none
   */
  public void addReaction(String emoji, String peer, String name) {
    if (emoji.length() > LONGEST_EMOJI || reactions.size() >= MOST_REACTIONS) {
      return;
    }
    String plain = emoji.replace(EMOJI_STYLE, "");
    if (isEmoji(plain)) {
      reactions.add(new Reaction(plain, peer, name));
    }
  }

  private static boolean isEmoji(String text) {
    return !text.isEmpty()
        && text.codePointAt(0) >= FIRST_EMOJI
        && text.codePoints()
            .noneMatch(
                each ->
                    Character.isLetterOrDigit(each)
                        || Character.isWhitespace(each)
                        || Character.isISOControl(each)
                        || Character.getType(each) == Character.SURROGATE);
  }

  List<Reaction> reactions() {
    return reactions;
  }

  /** Whether this is the sender's own text. */
  boolean hasOwnText() {
    return type == Type.MESSAGE && !forwarded && !viaBot && !(text.isBlank() && emoji.isBlank());
  }

  /** The text; for a sticker, its emoji. */
  String words() {
    return text.isBlank() ? emoji.toText() : text.toText();
  }
}
