package io.mynah.console;

import io.mynah.chat.Envelope;

/** Messages about the use of the console itself, in the user's language. */
public interface ConsoleHints {
  /**
   * Says that there is no button with the typed number, and that numbers go from 1 to {@code last}.
   */
  void noSuchNumber(Envelope at, int last);

  /** Says goodbye, and which unfinished work continues later, if there is any. */
  void leaving(Envelope at);
}
