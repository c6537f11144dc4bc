package io.mynah.chat.upload;

import io.mynah.chat.FileOffer;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.export.Refusal;
import java.util.Locale;
import java.util.Optional;

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

  /**
   * Why a file is not fetched that a channel does not give, if it is too large for that.
   *
   * @param limit bytes that the channel gives at most
   * @param setting names the server that has no such limit
   */
  static Optional<String> tooLarge(Phrases phrases, FileOffer file, long limit, String setting) {
    return file.size() <= limit
        ? Optional.empty()
        : Optional.of(
            phrases.of(
                "upload.too-large",
                "size",
                Wording.size(phrases, file.size()),
                "limit",
                Wording.size(phrases, limit),
                "setting",
                setting));
  }
}
