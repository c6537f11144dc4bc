package io.mynah.chat.group;

import io.mynah.chat.Channel;
import io.mynah.chat.Incoming;
import io.mynah.chat.Offers;
import io.mynah.chat.Offers.Offer;
import io.mynah.chat.roster.NameFinder;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.voice.ReplyPipeline;
import io.mynah.chat.voice.SharedMessage;
import io.mynah.chat.voice.VoiceReplies;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers inline queries from other chats, {@code @bot NAME what you say to them}, with messages
 * that the person could have written. Only the asker's own people can be named. Thread-safe.
 */
final class InlineAnswers {
  private static final int MOST = 3;
  private static final int NAMES_SHOWN = 3;

  private final Channel channel;
  private final Roster roster;
  private final VoiceStates voices;
  private final ReplyPipeline pipeline;

  InlineAnswers(Channel channel, Roster roster, VoiceStates voices, ReplyPipeline pipeline) {
    this.channel = channel;
    this.roster = roster;
    this.voices = voices;
    this.pipeline = pipeline;
  }

  void answer(Incoming.Query query, Phrases phrases) {
    channel.offer(query, offers(query.envelope().sender(), query.text().strip(), phrases));
  }

  private Offers offers(OwnerId owner, String text, Phrases phrases) {
    List<Person> ready = roster.people(owner).stream().filter(voices::ready).toList();
    if (ready.isEmpty()) {
      return Offers.hint(phrases.plain("inline.nobody"));
    }
    if (text.isEmpty()) {
      return hint("inline.whom", ready, phrases);
    }
    NameFinder.Found found = NameFinder.find(text, ready);
    if (found.people().isEmpty() || !found.sure()) {
      return hint("inline.unknown", found.people().isEmpty() ? ready : found.people(), phrases);
    }
    List<Person> meant = found.people().stream().limit(MOST).toList();
    List<Offer> offers = new ArrayList<>();
    for (Person person : meant) {
      int count = (MOST + meant.size() - 1) / meant.size();
      String title = roster.title(owner, person, meant);
      answers(owner, person, found.rest(), count).stream()
          .map(line -> new Offer(title, line, signed(line, person, phrases)))
          .forEach(offers::add);
    }
    return offers.isEmpty()
        ? Offers.hint(phrases.plain("inline.nobody"))
        : new Offers(offers.subList(0, Math.min(MOST, offers.size())), null);
  }

  /**
   * Makes the answers; none if the person's model is lost. The repair is reported in the owner's
   * private chat.
   */
  private List<String> answers(OwnerId owner, Person person, String said, int count) {
    try {
      return pipeline
          .replies()
          .offers(
              VoiceReplies.Request.of(
                  person,
                  pipeline.settings().of(owner),
                  pipeline.context().context(owner, person, said),
                  count,
                  count));
    } catch (MissingModel | DamagedModel lost) {
      pipeline.repair().repairUnasked(owner, person);
      return List.of();
    }
  }

  private static Offers hint(String key, List<Person> people, Phrases phrases) {
    List<String> names = people.stream().limit(NAMES_SHOWN).map(Person::name).toList();
    String label = phrases.plain(key, "names", Wording.names(phrases, names));
    // One line, limited like a name, whatever the names are.
    return Offers.hint(Wording.name(label));
  }

  /**
   * Readers in other chats know neither whose style it is nor that it was made up, so the message
   * says so.
   */
  static String signed(String line, Person person, Phrases phrases) {
    return phrases.plain(
        "inline.message",
        "text",
        SharedMessage.withMentionsDisabled(line),
        "name",
        SharedMessage.withMentionsDisabled(Wording.name(person.name())),
        "mark",
        SharedMessage.MARK);
  }
}
