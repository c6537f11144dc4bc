package io.mynah.export.chats;

import java.util.Locale;

/** The place that an export is from. */
public enum Origin {
  TELEGRAM,
  WHATSAPP,
  TABLE,
  DISCORD,
  SIGNAL,
  SLACK,
  IMESSAGE;

  /** What begins the identity of a chat or a person of this place. */
  String prefix() {
    return name().toLowerCase(Locale.ROOT) + ":";
  }
}
