package io.mynah.chat.bots;

import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.VoiceBotHost;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Person;
import io.mynah.domain.VoiceBot;
import io.mynah.store.conversation.VoiceBots;
import io.mynah.store.corpora.PersonReactions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The message about a person's own bot, and its buttons. Thread-safe. */
final class VoiceBotCard {
  private static final int YES = 1;

  private final Channel channel;
  private final VoiceBotHost host;
  private final VoiceBots bots;
  private final PersonReactions reactions;
  private final Roster roster;
  private final VoiceBotRuns runs;

  VoiceBotCard(
      Channel channel,
      VoiceBotHost host,
      VoiceBots bots,
      PersonReactions reactions,
      Roster roster,
      VoiceBotRuns runs) {
    this.channel = channel;
    this.host = host;
    this.bots = bots;
    this.reactions = reactions;
    this.roster = roster;
    this.runs = runs;
  }

  /** What is known of a bot, and what can be done. */
  Reply of(Phrases phrases, Person person, VoiceBot bot) {
    long id = person.id().value();
    boolean knowsReactions = !reactions.of(person).isEmpty();
    String text =
        phrases.of(
            "bot.card",
            "name",
            Wording.name(person.name()),
            "username",
            bot.username(),
            "active",
            bot.active() ? YES : 0,
            "shared",
            bot.shared() ? YES : 0,
            "reacts",
            knowsReactions ? bot.reacts() ? "on" : "off" : unknown(person, bot));
    List<List<Button>> rows = new ArrayList<>();
    rows.add(
        List.of(
            bot.active()
                ? phrases.button("bot.switch-off", Action.of(Verb.VOICE_BOT_ACTIVE, id, 0))
                : phrases.button("bot.switch-on", Action.of(Verb.VOICE_BOT_ACTIVE, id, YES)),
            phrases.button("bot.remove", Action.of(Verb.VOICE_BOT_REMOVE, id))));
    rows.add(
        List.of(
            bot.shared()
                ? phrases.button("bot.only-me", Action.of(Verb.VOICE_BOT_SHARED, id, 0))
                : phrases.button("bot.everybody", Action.of(Verb.VOICE_BOT_SHARED, id, YES))));
    if (knowsReactions) {
      rows.add(
          List.of(
              bot.reacts()
                  ? phrases.button("bot.reacts-off", Action.of(Verb.VOICE_BOT_REACTS, id, 0))
                  : phrases.button("bot.reacts-on", Action.of(Verb.VOICE_BOT_REACTS, id, YES))));
    }
    rows.add(back(phrases, person));
    return new Reply(text, rows);
  }

  /** Only exports of Telegram have reactions. */
  private String unknown(Person person, VoiceBot bot) {
    return roster.isOfTelegram(bot.owner(), person) ? "telegram" : "none";
  }

  private static List<Button> back(Phrases phrases, Person person) {
    return List.of(phrases.button("bot.back", Action.of(Verb.PERSON_CARD, person.id().value())));
  }

  private Optional<Person> person(PressHandler.Pressed pressed) {
    return roster.person(pressed.owner(), pressed.id(0));
  }

  private interface Change {
    void of(VoiceBot bot, Person person) throws IOException;
  }

  /** Changes a person's bot and shows it again; returns whether there is one. */
  private boolean change(PressHandler.Pressed pressed, Change change) throws IOException {
    Optional<Person> person = person(pressed);
    Optional<VoiceBot> bot = person.flatMap(bots::of);
    if (person.isEmpty() || bot.isEmpty()) {
      return false;
    }
    change.of(bot.get(), person.get());
    bots.of(person.get())
        .ifPresent(
            now -> channel.edit(pressed.message(), of(pressed.phrases(), person.get(), now)));
    return true;
  }

  boolean activate(PressHandler.Pressed pressed) throws IOException {
    boolean on = pressed.id(1) == YES;
    return change(
        pressed,
        (bot, person) -> {
          bots.activate(bot.id(), on);
          runs.update();
          if (on) {
            host.present(
                bot.id(), null, VoiceBotNames.profiles(person, pressed.envelope().username()));
          }
        });
  }

  boolean share(PressHandler.Pressed pressed) throws IOException {
    boolean shared = pressed.id(1) == YES;
    return change(
        pressed,
        (bot, person) -> {
          bots.share(bot.id(), shared);
          if (bot.managed()) {
            host.restrict(bot.id(), !shared);
          }
        });
  }

  boolean letReact(PressHandler.Pressed pressed) throws IOException {
    boolean reacts = pressed.id(1) == YES;
    return change(pressed, (bot, person) -> bots.letReact(bot.id(), reacts));
  }

  boolean remove(PressHandler.Pressed pressed) throws IOException {
    Phrases phrases = pressed.phrases();
    return change(
        pressed,
        (bot, person) -> {
          bots.remove(bot.id());
          runs.update();
          channel.edit(
              pressed.message(),
              new Reply(
                  phrases.of("bot.removed", "username", bot.username()),
                  List.of(back(phrases, person))));
        });
  }
}
