package io.mynah.chat.feedback;

import io.mynah.chat.Channel;
import io.mynah.chat.Incoming;
import io.mynah.chat.Reply;
import io.mynah.chat.feature.Command;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.voice.TaughtAnswers;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Message;
import io.mynah.domain.MessageRef;
import io.mynah.domain.Person;
import io.mynah.store.conversation.SpokenMessages;
import io.mynah.store.corpora.Corpora;
import io.mynah.text.NameFolding;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code /why}, as a reply to a voice's message: shows that the owner taught it, or else the
 * person's real messages that are most similar. Without a reply it is about the last message. Only
 * for the owner, in private.
 */
final class WhyCommand implements Command {
  private static final int SHOWN = 3;

  /** More than are shown, because some may have the same text. */
  private static final int LOOKED_AT = 50;

  private static final int LONGEST_SHOWN = 400;

  private final Channel channel;
  private final Corpora corpora;
  private final SpokenMessages spokenMessages;
  private final Roster roster;
  private final SpokenMessageCache spokenTexts;
  private final TaughtAnswers taught;

  WhyCommand(
      Channel channel,
      Corpora corpora,
      SpokenMessages spokenMessages,
      Roster roster,
      SpokenMessageCache spokenTexts,
      TaughtAnswers taught) {
    this.taught = taught;
    this.channel = channel;
    this.corpora = corpora;
    this.spokenMessages = spokenMessages;
    this.roster = roster;
    this.spokenTexts = spokenTexts;
  }

  private record Asked(Person person, String text) {}

  /** A message of a person as of one chat. */
  private record Similar(Person source, long id, double score) {}

  @Override
  public void run(Call call) throws IOException {
    channel.send(call.envelope().address(), Reply.of(answer(call)));
  }

  private String answer(Call call) {
    Phrases phrases = call.phrases();
    if (!call.envelope().isPrivate()) {
      return phrases.of("access.private");
    }
    Optional<Asked> asked = asked(call);
    return asked.isEmpty()
        ? phrases.of(call.answered() == null ? "why.how" : "why.unknown")
        : why(phrases, asked.get());
  }

  private Optional<Asked> asked(Call call) {
    Incoming.Answered answered = call.answered();
    if (answered == null) {
      return spokenTexts
          .latest(call.envelope().address())
          .flatMap(message -> spokenTexts.find(call.owner(), message))
          .flatMap(
              said ->
                  roster
                      .person(call.owner(), said.person().value())
                      .map(person -> new Asked(person, said.text())));
    }
    MessageRef message = answered.message();
    return message == null
        ? Optional.empty()
        : spokenMessages
            .find(call.owner(), message)
            .flatMap(said -> roster.person(call.owner(), said.value()))
            .map(person -> new Asked(person, answered.text()));
  }

  private String why(Phrases phrases, Asked asked) {
    if (taught.holds(asked.person(), asked.text())) {
      return phrases.of("why.taught", "name", Wording.name(asked.person().name()));
    }
    List<Message> closest = closest(asked);
    String name = Wording.name(asked.person().name());
    return closest.isEmpty()
        ? phrases.of("why.nothing", "name", name)
        : phrases.of("why.head", "name", name)
            + closest.stream()
                .map(found -> "\n" + line(phrases, found))
                .collect(Collectors.joining());
  }

  /** The most similar messages, no two with the same text. */
  private List<Message> closest(Asked asked) {
    List<Similar> similar = new ArrayList<>();
    for (Person source : asked.person().sources()) {
      MessageSimilarity similarity = new MessageSimilarity(asked.text());
      corpora.read(source, similarity::addMessage);
      similarity
          .closestScored(LOOKED_AT)
          .forEach(found -> similar.add(new Similar(source, found.id(), found.score())));
    }
    similar.sort(Comparator.comparingDouble(Similar::score).reversed()); // stable
    Set<String> texts = new HashSet<>();
    return similar.stream()
        .limit(LOOKED_AT)
        .flatMap(found -> corpora.message(found.source(), found.id()).stream())
        .filter(message -> texts.add(NameFolding.fold(message.text())))
        .limit(SHOWN)
        .toList();
  }

  private static String line(Phrases phrases, Message found) {
    return phrases.of(
        "why.line", "date", date(phrases, found.sentAt()), "text", shown(found.text()));
  }

  private static String date(Phrases phrases, Instant at) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
        .withLocale(phrases.locale())
        .format(at.atZone(ZoneOffset.UTC));
  }

  private static String shown(String text) {
    if (text.codePointCount(0, text.length()) <= LONGEST_SHOWN) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, LONGEST_SHOWN)) + "…";
  }
}
