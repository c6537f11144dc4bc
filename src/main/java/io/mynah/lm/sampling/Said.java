package io.mynah.lm.sampling;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** What was said just now, and is not said again. For one thread. */
final class Said {
  private final Set<String> whole;
  private final Set<String> heard;
  private final Set<String> own;

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

  /** Adds a message of the person. */
  void addOwn(String text) {
    whole.add(text);
    heard.add(text);
    own.add(text);
  }

  /** Whether a text was said word for word. */
  boolean contains(String text) {
    return whole.contains(text);
  }

  /** Recognises messages that repeat some of it. */
  RepetitionFilter filter() {
    return new RepetitionFilter(heard, own);
  }
}
