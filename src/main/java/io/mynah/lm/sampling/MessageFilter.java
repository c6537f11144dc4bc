package io.mynah.lm.sampling;

import io.mynah.lm.LanguageModel;
import io.mynah.lm.ShortMessages;
import io.mynah.text.BlankText;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Decides which messages a model may say. For one thread. */
final class MessageFilter {
  /** A line that quotes what somebody else wrote. */
  private static final Pattern QUOTE = Pattern.compile("(?m)^>(?:\\s|$)");

  private final LanguageModel model;
  private final FragmentFilter fragments;
  private final CapitalsFilter capitals;
  private final AddressFilter address;

  /**
   * @param own the person's short messages, and what was taught
   * @param speaker the person's name, which they do not address; empty if it is not known
   */
  MessageFilter(LanguageModel model, ShortMessages own, String speaker) {
    this.model = model;
    fragments = new FragmentFilter(model, own);
    capitals = new CapitalsFilter(model, own);
    address = AddressFilter.of(List.of(speaker), List.of());
  }

  /**
   * Tells whether a text may be said after what was said. A message may repeat itself or what was
   * said, quote somebody, contain a part of something, or go on after capitals as nobody did, if
   * its required beginning does or has any.
   */
  Predicate<String> of(Said said, String kept) {
    RepetitionFilter repetition = said.filter();
    boolean mayRepeat = repetition.repeats(kept);
    boolean mayQuote = QUOTE.matcher(kept).find();
    boolean mayBePart = fragments.hasFragment(kept);
    boolean mayShout = CapitalsFilter.hasCapitals(kept);
    return text ->
        !BlankText.is(text)
            && !said.contains(text)
            && !model.repeats(text)
            && (!address.addresses(text) || !kept.isEmpty())
            && (mayQuote || !QUOTE.matcher(text).find())
            && (mayRepeat || !repetition.repeats(text))
            && (mayBePart || !fragments.hasFragment(text))
            && (mayShout || !capitals.misplaces(text));
  }
}
