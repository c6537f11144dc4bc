package io.mynah.export;

import java.util.Map;

/**
 * The reason why an upload is not read. The text for the user is made elsewhere from {@code reason}
 * and {@code details}, which hold numbers and file kinds, never text of the upload.
 */
public record Refusal(Reason reason, Map<String, Object> details) {
  public Refusal {
    details = Map.copyOf(details);
  }

  public static Refusal of(Reason reason) {
    return new Refusal(reason, Map.of());
  }

  /** The kinds of refusal. */
  public enum Reason {
    /** The file has no bytes. */
    EMPTY,
    /** Text, but not an export of a known form. */
    NOT_AN_EXPORT,
    /** JSON, but not an export of a known form. */
    OTHER_JSON,
    /** HTML, but not Telegram's; or a whole account's index without its chats' pages. */
    OTHER_HTML,
    PHOTO,
    VIDEO,
    AUDIO,
    PDF,
    /** An archive that is neither zip nor gzip; details: {@code kind}. */
    OTHER_ARCHIVE,
    /** A zip without an export of a known form. */
    ZIP_WITHOUT_EXPORT,
    ZIP_DAMAGED,
    ZIP_ENCRYPTED,
    /** An export without any message to learn from. */
    NO_MESSAGES,
    /** details: {@code limit} in bytes. */
    FILE_TOO_LARGE,
    /** details: {@code limit} in bytes. */
    UNPACKED_TOO_LARGE,
    /** The content unpacks to suspiciously many bytes; details: {@code limit}, a ratio. */
    RATIO_TOO_HIGH,
    /** details: {@code limit}. */
    TOO_MANY_ENTRIES,
    /** details: {@code limit}. */
    TOO_DEEP,
    /** details: {@code limit} in characters. */
    TEXT_TOO_LONG,
    /** details: {@code limit}. */
    TOO_MANY_PEOPLE,
    /** details: {@code limit}. */
    TOO_MANY_CHATS,
    /** The JSON is broken before anything could be read. */
    UNREADABLE,
    /** The files given together are not pages of one HTML export. */
    MIXED_FILES,
    /** The file cannot be opened or read from the disk. */
    IO,
    /** The monitor asked to stop. */
    CANCELLED
  }
}
