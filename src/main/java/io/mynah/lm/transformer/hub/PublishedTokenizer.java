package io.mynah.lm.transformer.hub;

import io.mynah.text.ByteLevelBpe;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizer of a published model. Immutable and thread-safe.
 *
 * @param special the ids of the special tokens by their names, such as {@code <|endoftext|>}; the
 *     tokenizer treats them as control tokens, which are never the result of encoding
 * @param first the token that the model expects before a text; null for none
 */
public record PublishedTokenizer(
    ByteLevelBpe tokenizer, Map<String, Integer> special, @Nullable Integer first) {
  public PublishedTokenizer {
    special = Map.copyOf(special);
  }
}
