package io.mynah.chat.dispatch;

import io.mynah.chat.words.Phrases;
import java.util.Locale;

/** What is said of the master key to whoever runs the program. Immutable. */
public final class MasterKeyNotice {
  private final Phrases phrases;

  public MasterKeyNotice(Locale language) {
    phrases = Phrases.in(language);
  }

  /** That the key was made, and in which file it is. */
  public String made(String file) {
    return phrases.of("key.made", "file", file);
  }

  /** That others may read the file. */
  public String openToOthers(String file) {
    return phrases.of("key.open", "file", file);
  }
}
