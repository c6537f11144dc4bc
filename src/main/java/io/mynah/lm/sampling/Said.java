package io.mynah.lm.sampling;

import io.mynah.text.WordsAndEmoji;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What was said just now, and is not said again. For one thread. */
final class Said {
  private final Set<String> whole;
  private final Set<String> heard;
  private final Set<String> own;

  /** The words of the person's messages in this burst, by which "ok" and "OK." are alike. */
  private final Set<List<String>> burst = new HashSet<>();

  /**
   * @param texts everybody's
   * @param own the person's
   */
  Said(Collection<String> texts, Collection<String> own) {
    whole = new HashSet<>(texts);
    heard = new HashSet<>(texts);
    this.own = new HashSet<>(own);
  }

  /** Nothing. */
  static Said nothing() {
    return new Said(Set.of(), Set.of());
  }

  /** Adds a message that is not to come again word for word, but is no part of the conversation. */
  void addAside(String text) {
    whole.add(text);
  }

  /** Adds a message of the person, in this burst. */
  void addOwn(String text) {
    whole.add(text);
    heard.add(text);
    own.add(text);
    List<String> words = WordsAndEmoji.of(text);
    if (!words.isEmpty()) {
      burst.add(words);
    }
  }

  /** Whether a text was said word for word, or in this burst with the same words. */
  boolean contains(String text) {
    return whole.contains(text) || (!burst.isEmpty() && burst.contains(WordsAndEmoji.of(text)));
  }

  /** Recognises messages that repeat some of it. */
  RepetitionFilter filter() {
    return new RepetitionFilter(heard, own);
  }
}
