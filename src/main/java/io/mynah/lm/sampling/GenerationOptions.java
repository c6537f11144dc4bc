package io.mynah.lm.sampling;

import io.mynah.domain.Length;
import java.util.List;

/**
 * Options for generating messages.
 *
 * @param count how many messages
 * @param rule how messages are drawn
 * @param length compared with the person's own messages
 * @param speaker the person's name, which they do not address; empty if it is not known
 * @param examples more messages of the person, which the model's memories learn first
 * @param disliked messages to say less of, and of what is like them
 * @param earlier messages that do not come again word for word, if there are others
 */
public record GenerationOptions(
    int count,
    SamplingRule rule,
    Length length,
    String speaker,
    List<String> examples,
    List<String> disliked,
    List<String> earlier) {
  public GenerationOptions {
    examples = List.copyOf(examples);
    disliked = List.copyOf(disliked);
    earlier = List.copyOf(earlier);
  }

  /** Options without disliked or earlier messages. */
  public GenerationOptions(
      int count, SamplingRule rule, Length length, String speaker, List<String> examples) {
    this(count, rule, length, speaker, examples, List.of(), List.of());
  }

  /** Options without examples. */
  public GenerationOptions(int count, SamplingRule rule, Length length, String speaker) {
    this(count, rule, length, speaker, List.of());
  }

  /** Options for a person whose name is not known. */
  public GenerationOptions(int count, SamplingRule rule, Length length) {
    this(count, rule, length, "");
  }

  /** The same options for a person of a name. */
  public GenerationOptions withSpeaker(String name) {
    return new GenerationOptions(count, rule, length, name, examples, disliked, earlier);
  }

  /** The same options for another number of messages. */
  public GenerationOptions withCount(int other) {
    return new GenerationOptions(other, rule, length, speaker, examples, disliked, earlier);
  }
}
