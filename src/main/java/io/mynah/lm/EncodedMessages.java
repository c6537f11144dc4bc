package io.mynah.lm;

import io.mynah.text.ControlTokens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The tokens of messages, for counting: one message after another, each from its {@link
 * ControlTokens#OWN} to its {@link ControlTokens#END}, whoever wrote it. Keeps what it encoded, so
 * that a message that is counted several times is encoded once. For one thread.
 */
public final class EncodedMessages {
  private final ConversationEncoder encoder;
  private final Map<String, int[]> known = new HashMap<>();

  public EncodedMessages(ConversationEncoder encoder) {
    this.encoder = encoder;
  }

  /** Those of everybody. */
  public int[] all(List<Turn> turns) {
    int[][] messages = new int[turns.size()][];
    int length = 0;
    for (int i = 0; i < messages.length; i++) {
      messages[i] = known.computeIfAbsent(turns.get(i).text(), encoder::own);
      length += messages[i].length;
    }
    int[] joined = new int[length];
    int at = 0;
    for (int[] message : messages) {
      System.arraycopy(message, 0, joined, at, message.length);
      at += message.length;
    }
    return joined;
  }

  /** Those of the person. */
  public int[] own(List<Turn> turns) {
    return all(turns.stream().filter(encoder::isOwn).toList());
  }

  /**
   * How many tokens each of some messages has, opening and end not included.
   *
   * @param messages as above
   */
  public static int[] lengths(int[] messages) {
    IntStream.Builder lengths = IntStream.builder();
    int opening = 0;
    for (int i = 0; i < messages.length; i++) {
      if (messages[i] == ControlTokens.OWN) {
        opening = i;
      } else if (messages[i] == ControlTokens.END) {
        lengths.add(i - opening - 1);
      }
    }
    return lengths.build().toArray();
  }
}
