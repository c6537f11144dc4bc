package io.mynah.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be sent in answer to a query.
 *
 * @param messages to choose from
 * @param hint a label, on one line, that leads to where the asker is alone with Mynah; null for
 *     none
 */
public record Offers(List<Offer> messages, @Nullable String hint) {
  public Offers {
    messages = List.copyOf(messages);
  }

  /** Nothing to choose from, and a label that leads to where more is said. */
  public static Offers hint(String label) {
    return new Offers(List.of(), label);
  }

  /**
   * A message that is sent in the asker's name when they choose it.
   *
   * @param title whose message it could be
   * @param preview what is chosen by
   * @param text what is sent
   */
  public record Offer(String title, String preview, String text) {}
}
