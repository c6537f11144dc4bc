package io.mynah.console;

import io.mynah.chat.Envelope;

/** What is said at a terminal about the terminal itself, in the language of whoever sits there. */
public interface ConsoleHints {
  /** Says that there is no button with a number, and which numbers there are: 1 to {@code last}. */
  void noSuchNumber(Envelope at, int last);

  /** Says what goes on later of what is under way, if anything does. */
  void leaving(Envelope at);
}
