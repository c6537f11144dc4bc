package io.mynah.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an inline query.
 *
 * @param messages to choose from
 * @param hint a label, on one line, that links to the asker's private chat with Mynah; null for
 *     none
 */
public record Offers(List<Offer> messages, @Nullable String hint) {
  public Offers {
    messages = List.copyOf(messages);
  }

  /** An answer without messages, only with a label that links to the private chat. */
  public static Offers hint(String label) {
    return new Offers(List.of(), label);
  }

  /**
   * A message that is sent in the asker's name when they choose it, or that answers a guest
   * question.
   *
   * @param title the name of the person in whose style it is written
   * @param preview the text shown for choosing
   * @param text the text that is sent
   */
  public record Offer(String title, String preview, String text) {}
}
