package io.mynah.chat.versions;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.feedback.SpokenMessage;
import io.mynah.chat.feedback.SpokenMessageCache;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.voice.ReplyPipeline;
import io.mynah.chat.voice.VoiceReplies;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.store.inbox.UpdateEffects;
import io.mynah.store.inbox.UpdateEffects.Outcome;
import io.mynah.store.jobs.VoiceComparisons;
import io.mynah.store.jobs.VoiceVersions;
import io.mynah.store.jobs.VoiceVersions.Version;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Has two versions of a voice answer the same, and counts which answer the owner prefers without
 * knowing whose it is. The buttons hold which versions answered; that a message was counted is
 * known for a day, so that it is not counted twice. Thread-safe.
 */
final class VersionComparison {
  private static final String EFFECT = "prefer";
  private static final Outcome DONE = Outcome.of("done");

  /** The most messages of an answer. */
  private static final int LONGEST_BURST = 3;

  private static final int REMEMBERED = 10_000;
  private static final Duration MEMORY = Duration.ofDays(1);

  private final Channel channel;
  private final UpdateEffects effects;
  private final Roster roster;
  private final VoiceVersions versions;
  private final VoiceComparisons comparisons;
  private final ReplyPipeline pipeline;
  private final SpokenMessageCache spokenTexts;
  private final Cache<MessageRef, Boolean> counted =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(MEMORY).build();

  VersionComparison(
      Environment environment,
      Roster roster,
      VoiceVersions versions,
      VoiceComparisons comparisons,
      ReplyPipeline pipeline,
      SpokenMessageCache spokenTexts) {
    channel = environment.channel();
    effects = environment.effects();
    this.roster = roster;
    this.versions = versions;
    this.comparisons = comparisons;
    this.pipeline = pipeline;
    this.spokenTexts = spokenTexts;
  }

  /** Which of the two answers is preferred. */
  enum Choice {
    FIRST,
    SECOND,
    NEITHER
  }

  /** Has the version in use and another one answer what was said to the person last. */
  boolean begin(PressHandler.Pressed pressed) throws IOException {
    Optional<Person> person = roster.person(pressed.owner(), pressed.id(0));
    List<Version> all = person.map(versions::of).orElse(List.of());
    Optional<Version> inUse = all.stream().filter(Version::inUse).findFirst();
    long other = pressed.id(1);
    if (person.isEmpty() || inUse.isEmpty() || position(all, other).isEmpty()) {
      return false;
    }
    if (inUse.get().number() == other) {
      return false;
    }
    Phrases phrases = pressed.phrases();
    String said = lastSaid(pressed, person.get()).orElseGet(() -> phrases.of("compare.opener"));
    VoiceReplies.Compared answers;
    Channel.Typing typing = channel.typing(pressed.envelope().address());
    try (typing) {
      answers = pipeline.replies().compared(request(pressed.owner(), person.get(), said), other);
    } catch (MissingModel | DamagedModel e) {
      channel.send(pressed.envelope().address(), Reply.of(phrases.of("compare.unreadable")));
      return true;
    }
    Optional<Version> after = versions.of(person.get()).stream().filter(Version::inUse).findFirst();
    if (after.filter(now -> now.number() == inUse.get().number()).isEmpty()) {
      return false; // another one has taken its place meanwhile
    }
    channel.send(
        pressed.envelope().address(),
        question(phrases, person.get(), said, answers, inUse.get().number(), other));
    return true;
  }

  private Optional<String> lastSaid(PressHandler.Pressed pressed, Person person) {
    return spokenTexts
        .last(pressed.owner(), pressed.envelope().address())
        .filter(said -> said.person().equals(person.id()))
        .flatMap(SpokenMessage::saidTo);
  }

  private VoiceReplies.Request request(OwnerId owner, Person person, String said) {
    return VoiceReplies.Request.of(
        person,
        pipeline.settings().of(owner),
        pipeline.context().context(owner, person, said),
        Action.AS_THEY_DO,
        LONGEST_BURST);
  }

  private static Reply question(
      Phrases phrases,
      Person person,
      String said,
      VoiceReplies.Compared answers,
      long inUse,
      long other) {
    boolean swapped = answers.otherFirst();
    String first = String.join("\n", swapped ? answers.other() : answers.inUse());
    String second = String.join("\n", swapped ? answers.inUse() : answers.other());
    String text =
        String.join(
            "\n\n",
            phrases.of("compare.said", "text", said),
            phrases.of("compare.answer", "number", 1, "text", first),
            phrases.of("compare.answer", "number", 2, "text", second),
            phrases.of("compare.which", "name", Wording.name(person.name())));
    long[] ids = {person.id().value(), swapped ? other : inUse, swapped ? inUse : other};
    return new Reply(
        text,
        List.of(
            List.of(
                new Button("1", Action.of(Verb.PREFER_FIRST, ids).encode()),
                new Button("2", Action.of(Verb.PREFER_SECOND, ids).encode()),
                phrases.button("button.neither", Action.of(Verb.PREFER_NEITHER, ids)))));
  }

  /** Counts what the owner prefers, and tells which version answered what. */
  boolean prefer(PressHandler.Pressed pressed, Choice choice) {
    Optional<Person> person = roster.person(pressed.owner(), pressed.id(0));
    List<Version> all = person.map(versions::of).orElse(List.of());
    long first = pressed.id(1);
    long second = pressed.id(2);
    OptionalInt firstPosition = position(all, first);
    OptionalInt secondPosition = position(all, second);
    if (person.isEmpty()
        || firstPosition.isEmpty()
        || secondPosition.isEmpty()
        || first == second) {
      return false;
    }
    if (counted.getIfPresent(pressed.message()) != null) {
      return true;
    }
    Outcome unused =
        effects.once(
            channel.cause().number(),
            EFFECT,
            () -> {
              comparisons.count(person.get(), first, second, preferred(choice, first, second));
              return DONE;
            });
    counted.put(pressed.message(), true);
    channel.edit(
        pressed.message(),
        answered(
            pressed, person.get(), choice, firstPosition.getAsInt(), secondPosition.getAsInt()));
    return true;
  }

  private static @Nullable Long preferred(Choice choice, long first, long second) {
    return switch (choice) {
      case FIRST -> first;
      case SECOND -> second;
      case NEITHER -> null;
    };
  }

  private static Reply answered(
      PressHandler.Pressed pressed, Person person, Choice choice, int first, int second) {
    Phrases phrases = pressed.phrases();
    Reply shown = pressed.shown();
    List<String> parts = new ArrayList<>();
    if (shown != null) {
      parts.add(shown.text());
    }
    String label =
        switch (choice) {
          case FIRST -> "1";
          case SECOND -> "2";
          case NEITHER -> phrases.of("button.neither");
        };
    parts.add(
        phrases.of("button.chosen", "label", label)
            + "\n"
            + phrases.of("compare.done", "first", first, "second", second));
    Button back = phrases.button("compare.versions", Action.of(Verb.VERSIONS, person.id().value()));
    return new Reply(String.join("\n\n", parts), List.of(List.of(back)));
  }

  /** The position of a version in the list of all, counted from 1. */
  private static OptionalInt position(List<Version> all, long number) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).number() == number) {
        return OptionalInt.of(i + 1);
      }
    }
    return OptionalInt.empty();
  }
}
