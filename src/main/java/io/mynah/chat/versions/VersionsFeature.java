package io.mynah.chat.versions;

import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.ButtonRows;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.feedback.SpokenMessageCache;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.VoiceBaseText;
import io.mynah.chat.versions.VersionComparison.Choice;
import io.mynah.chat.voice.ReplyPipeline;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Person;
import io.mynah.domain.VoiceBase;
import io.mynah.models.ModelLibrary;
import io.mynah.store.inbox.UpdateEffects;
import io.mynah.store.inbox.UpdateEffects.Outcome;
import io.mynah.store.jobs.VoiceComparisons;
import io.mynah.store.jobs.VoiceComparisons.Tally;
import io.mynah.store.jobs.VoiceRecords;
import io.mynah.store.jobs.VoiceVersions;
import io.mynah.store.jobs.VoiceVersions.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Lists the versions of a voice in the message of a person's card, puts the chosen one in use, and
 * compares them. Thread-safe.
 */
public final class VersionsFeature implements Feature {
  private static final String EFFECT = "use-version";
  private static final String USED = "used";
  private static final String GONE = "gone";
  private static final String DAMAGED = "damaged";
  private static final int ROW_LENGTH = 36;

  private final Channel channel;
  private final UpdateEffects effects;
  private final Roster roster;
  private final VoiceVersions versions;
  private final VoiceComparisons comparisons;
  private final ModelLibrary models;
  private final VersionComparison comparison;

  public VersionsFeature(
      Environment environment,
      Roster roster,
      VoiceRecords voiceRecords,
      ModelLibrary models,
      ReplyPipeline pipeline,
      SpokenMessageCache spokenTexts) {
    this.channel = environment.channel();
    this.effects = environment.effects();
    this.roster = roster;
    this.versions = voiceRecords.versions();
    this.comparisons = voiceRecords.comparisons();
    this.models = models;
    comparison =
        new VersionComparison(environment, roster, versions, comparisons, pipeline, spokenTexts);
  }

  @Override
  public Map<Verb, PressHandler> buttons() {
    return Map.of(
        Verb.VERSIONS,
        this::pressList,
        Verb.USE_VERSION,
        this::pressUse,
        Verb.COMPARE_VERSIONS,
        comparison::begin,
        Verb.PREFER_FIRST,
        pressed -> comparison.prefer(pressed, Choice.FIRST),
        Verb.PREFER_SECOND,
        pressed -> comparison.prefer(pressed, Choice.SECOND),
        Verb.PREFER_NEITHER,
        pressed -> comparison.prefer(pressed, Choice.NEITHER));
  }

  private boolean pressList(PressHandler.Pressed pressed) {
    Optional<Person> person = roster.person(pressed.owner(), pressed.id(0));
    List<Version> all = person.map(versions::of).orElse(List.of());
    if (all.isEmpty()) {
      return false;
    }
    channel.edit(pressed.message(), list(pressed.phrases(), person.get(), all));
    return true;
  }

  private boolean pressUse(PressHandler.Pressed pressed) {
    Optional<Person> person = roster.person(pressed.owner(), pressed.id(0));
    if (person.isEmpty()) {
      return false;
    }
    long number = pressed.id(1);
    OptionalLong update = channel.cause().number();
    // Reads all of the model, so this comes before the transaction.
    boolean damaged =
        effects.of(update, EFFECT).isEmpty()
            && isKept(person.get(), number)
            && !models.versionIntact(person.get().id(), number);
    Outcome outcome =
        effects.once(
            update, EFFECT, () -> Outcome.of(damaged ? DAMAGED : use(person.get(), number)));
    List<Version> all = versions.of(person.get());
    if (all.isEmpty() || (outcome.is(GONE) && !isInUse(all, number))) {
      return false;
    }
    Phrases phrases = pressed.phrases();
    Reply list = list(phrases, person.get(), all);
    channel.edit(
        pressed.message(),
        outcome.is(DAMAGED)
            ? new Reply(phrases.of("versions.damaged") + "\n\n" + list.text(), list.buttons())
            : list);
    return true;
  }

  private boolean isKept(Person person, long number) {
    return versions.of(person).stream()
        .anyMatch(version -> version.number() == number && !version.inUse());
  }

  private static boolean isInUse(List<Version> all, long number) {
    return all.stream().anyMatch(version -> version.number() == number && version.inUse());
  }

  /** Returns the word of the outcome. */
  private String use(Person person, long number) {
    return models.use(person.id(), number, versions.using(person.id(), number)) ? USED : GONE;
  }

  private Reply list(Phrases phrases, Person person, List<Version> all) {
    Map<Long, Tally> tallies = comparisons.of(person);
    List<String> lines = new ArrayList<>();
    List<Button> choices = new ArrayList<>();
    List<Button> compared = new ArrayList<>();
    String name = Wording.name(person.name());
    lines.add(phrases.of("versions.head", "name", name, "most", VoiceVersions.MOST));
    for (int i = 0; i < all.size(); i++) {
      Version version = all.get(i);
      lines.add(line(phrases, i + 1, version, tallies.get(version.number())));
      if (!version.inUse()) {
        choices.add(
            new Button(
                phrases.of("versions.use", "position", i + 1),
                Action.of(Verb.USE_VERSION, person.id().value(), version.number()).encode()));
        compared.add(
            new Button(
                phrases.of("versions.compare", "position", i + 1),
                Action.of(Verb.COMPARE_VERSIONS, person.id().value(), version.number()).encode()));
      }
    }
    List<List<Button>> rows = new ArrayList<>(ButtonRows.of(choices, ROW_LENGTH));
    rows.addAll(ButtonRows.of(compared, ROW_LENGTH));
    rows.add(
        List.of(
            new Button(
                phrases.of("versions.back", "name", name),
                Action.of(Verb.PERSON_CARD, person.id().value()).encode())));
    return new Reply(String.join("\n", lines), rows);
  }

  private static String line(
      Phrases phrases, int position, Version version, @Nullable Tally tally) {
    VoiceBase base = version.voice().base();
    List<String> parts = new ArrayList<>();
    parts.add(
        phrases.of(
            "versions.line",
            "position",
            position,
            "date",
            Wording.date(phrases, version.voice().trainedAt()),
            "count",
            version.voice().trainedMessages()));
    if (base != null) {
      parts.add(phrases.of("versions.base", "base", VoiceBaseText.of(phrases, base)));
    }
    if (tally != null) {
      parts.add(
          phrases.of(
              "versions.preferred", "preferred", tally.preferred(), "count", tally.compared()));
    }
    if (version.inUse()) {
      parts.add(phrases.of("versions.in-use"));
    }
    return String.join("; ", parts);
  }
}
