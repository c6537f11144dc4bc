package io.mynah.chat.dispatch;

import io.mynah.chat.words.Phrases;
import java.util.Locale;

/** Texts about the master key for the person who runs the program. Immutable. */
public final class MasterKeyNotice {
  private final Phrases phrases;

  public MasterKeyNotice(Locale language) {
    phrases = Phrases.in(language);
  }

  /** Tells that the key was created, and in which file it is. */
  public String made(String file) {
    return phrases.of("key.made", "file", file);
  }

  /** Warns that other users of the machine may read the file. */
  public String openToOthers(String file) {
    return phrases.of("key.open", "file", file);
  }
}
