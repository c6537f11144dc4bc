package io.mynah.lm.sampling;

import io.mynah.lm.LanguageModel;
import io.mynah.lm.SentenceHabits;
import io.mynah.lm.ShortMessages;
import io.mynah.text.BlankText;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Decides which messages a model may say. For one thread. */
final class MessageFilter {
  /** A line that quotes what somebody else wrote. */
  private static final Pattern QUOTE = Pattern.compile("(?m)^>(?:\\s|$)");

  private final LanguageModel model;
  private final FragmentFilter fragments;
  private final CapitalsFilter capitals;
  private final SentenceHabits sentences;
  private final ShortMessages own;
  private final Set<String> taught;
  private final AddressFilter address;

  /**
   * @param own the person's short messages, and the short ones that were taught
   * @param taught all messages that were taught
   * @param speaker the person's name, which they do not address; empty if it is not known
   */
  MessageFilter(LanguageModel model, ShortMessages own, Collection<String> taught, String speaker) {
    this.model = model;
    this.own = own;
    this.taught = Set.copyOf(taught);
    sentences = model.habits().sentences();
    fragments = new FragmentFilter(model, own);
    capitals = new CapitalsFilter(model, own);
    address = AddressFilter.of(List.of(speaker), List.of());
  }

  /**
   * Tells whether a text may be said after what was said. What its required beginning does, a
   * message may do, too: repeat itself or what was said, quote somebody, contain a part of
   * something, write capitals, begin or end as the person seldom does. The last two may the
   * person's short messages and what was taught, too.
   */
  Predicate<String> of(Said said, String kept) {
    RepetitionFilter repetition = said.filter();
    boolean mayRepeat = repetition.repeats(kept);
    boolean mayQuote = QUOTE.matcher(kept).find();
    boolean mayBePart = fragments.hasFragment(kept);
    boolean mayShout = CapitalsFilter.hasCapitals(kept);
    boolean mayDiffer = sentences.differs(kept);
    return text ->
        !BlankText.is(text)
            && !said.contains(text)
            && !model.repeats(text)
            && (!address.addresses(text) || !kept.isEmpty())
            && (mayQuote || !QUOTE.matcher(text).find())
            && (mayRepeat || !repetition.repeats(text))
            && (mayBePart || !fragments.hasFragment(text))
            && (((mayShout || !capitals.misplaces(text)) && (mayDiffer || !sentences.differs(text)))
                || isOwn(text)
                || taught.contains(text));
  }

  private boolean isOwn(String text) {
    return own.contains(model.tokenizer().encode(text));
  }
}
