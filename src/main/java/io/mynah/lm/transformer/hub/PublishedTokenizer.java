package io.mynah.lm.transformer.hub;

import io.mynah.text.ByteLevelBpe;
import java.util.Map;

/**
 * The tokenizer of a model made elsewhere. Immutable and thread-safe.
 *
 * @param special the ids of the special tokens by their names, such as {@code <|endoftext|>}: the
 *     tokenizer takes them for control tokens, which are never the result of encoding
 */
public record PublishedTokenizer(ByteLevelBpe tokenizer, Map<String, Integer> special) {
  public PublishedTokenizer {
    special = Map.copyOf(special);
  }
}
