package io.mynah.chat;

import java.util.List;

/**
 * What Mynah says: text, shown as it is, with rows of buttons under it.
 *
 * @param text any length; the channel splits what is too long for one message, and shows what
 *     {@link Emphasis} marks, or leaves the marks out
 */
public record Reply(String text, List<List<Button>> buttons) {
  public Reply {
    buttons = buttons.stream().map(List::copyOf).toList();
  }

  /** Words without buttons. */
  public static Reply of(String text) {
    return new Reply(text, List.of());
  }
}
