package io.mynah.lm.transformer.hub;

import io.mynah.text.ByteLevelBpe;
import java.util.Map;

/**
 * The tokenizer of a published model. Immutable and thread-safe.
 *
 * @param special the ids of the special tokens by their names, such as {@code <|endoftext|>}; the
 *     tokenizer treats them as control tokens, which are never the result of encoding
 */
public record PublishedTokenizer(ByteLevelBpe tokenizer, Map<String, Integer> special) {
  public PublishedTokenizer {
    special = Map.copyOf(special);
  }
}
