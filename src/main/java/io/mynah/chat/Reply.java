package io.mynah.chat;

import java.util.List;

/**
 * A message that Mynah sends: text with rows of buttons under it.
 *
 * @param text shown as it is, any length; the channel splits what is too long for one message, and
 *     shows what {@link Emphasis} marks, or removes the marks
 */
public record Reply(String text, List<List<Button>> buttons) {
  public Reply {
    buttons = buttons.stream().map(List::copyOf).toList();
  }

  /** A message without buttons. */
  public static Reply of(String text) {
    return new Reply(text, List.of());
  }
}
