package io.mynah.chat.upload;

import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.export.Refusal;
import java.util.Locale;

/** Why an upload is not read and what to send instead, in sentences. */
public final class RefusalText {
  private RefusalText() {}

  /** The sentences in a language. */
  public static String of(Locale language, Refusal refusal) {
    return of(Phrases.in(language), refusal);
  }

  static String of(Phrases phrases, Refusal refusal) {
    String key = "refusal." + refusal.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
    Object limit = refusal.details().getOrDefault("limit", 0);
    Object kind = refusal.details().getOrDefault("kind", "");
    boolean bytes =
        refusal.reason() == Refusal.Reason.FILE_TOO_LARGE
            || refusal.reason() == Refusal.Reason.UNPACKED_TOO_LARGE;
    Object shown =
        bytes && limit instanceof Number number ? Wording.size(phrases, number.longValue()) : limit;
    return phrases.of(key, "limit", shown, "kind", kind);
  }
}
