package io.mynah.chat.people;

import io.mynah.chat.Button;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.ButtonRows;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.VoiceBaseText;
import io.mynah.chat.training.VoiceGrade;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Chat;
import io.mynah.domain.Group;
import io.mynah.domain.GroupShare;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.Recognition;
import io.mynah.domain.ReportCard;
import io.mynah.domain.VoiceRecord;
import io.mynah.store.corpora.Shares;
import io.mynah.store.jobs.ReportCards;
import io.mynah.store.jobs.VoiceRecords;
import io.mynah.text.NameFolding;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The message about one person: what is known and buttons for what can be done. Thread-safe. */
public final class PersonCard {
  private static final int ROW_LENGTH = 24;
  private static final int MOST_GROUPS = 10;
  private static final int MOST_NAMESAKES = 3;

  private final VoiceRecords voiceRecords;
  private final ReportCards reports;
  private final Shares shares;
  private final boolean hasBots;
  private final Roster roster;
  private final VoiceStates voices;
  private final Clock clock;

  PersonCard(
      VoiceRecords voiceRecords,
      ReportCards reports,
      Shares shares,
      boolean hasBots,
      Roster roster,
      VoiceStates voices,
      Clock clock) {
    this.voiceRecords = voiceRecords;
    this.reports = reports;
    this.shares = shares;
    this.hasBots = hasBots;
    this.roster = roster;
    this.voices = voices;
    this.clock = clock;
  }

  /**
   * The card of an owner's person.
   *
   * @param back the action that shows the list again
   */
  Reply of(OwnerId owner, Phrases phrases, Person person, Action back) {
    List<GroupShare> shared =
        shares.of(owner).stream().filter(s -> s.person().id().equals(person.id())).toList();
    Optional<VoiceRecord> voiceRecord = voiceRecords.find(person);
    return new Reply(
        text(owner, phrases, person, voiceRecord, shared),
        buttons(owner, phrases, person, voiceRecord.isPresent(), shared, back));
  }

  /** What may be the same person in other chats: people with the same name. */
  private List<Person> namesakes(OwnerId owner, Person person) {
    String name = NameFolding.fold(person.name());
    if (voices.isImported(person)) {
      return List.of();
    }
    return roster.people(owner).stream()
        .filter(other -> other.messages() > 0 && NameFolding.fold(other.name()).equals(name))
        .filter(other -> other.sources().stream().noneMatch(each -> person.isOf(each.chat())))
        .limit(MOST_NAMESAKES)
        .toList();
  }

  private String text(
      OwnerId owner,
      Phrases phrases,
      Person person,
      Optional<VoiceRecord> voiceRecord,
      List<GroupShare> shared) {
    String title = roster.chat(owner, person.chat().value()).map(Chat::title).orElse("");
    List<String> lines = new ArrayList<>();
    String name = Wording.name(person.name());
    lines.add(
        person.joined().isEmpty()
            ? phrases.of("card.head", "name", name, "title", Wording.name(title))
            : phrases.of("card.head-joined", "name", name, "count", person.joined().size()));
    for (Person source : person.joined()) {
      lines.add(
          phrases.of(
              "card.source",
              "name",
              Wording.name(source.name()),
              "chat",
              roster.chatOf(owner, source),
              "count",
              source.messages()));
    }
    if (person.messages() == 0) {
      lines.add(phrases.of(voiceRecord.isPresent() ? "card.imported" : "card.silent"));
    } else {
      String span = Wording.span(phrases, person.first(), person.last());
      lines.add(phrases.of("card.messages", "count", person.messages(), "span", span));
    }
    voiceRecord.ifPresent(voice -> lines.add(voice(phrases, person, voice)));
    voiceRecord
        .map(VoiceRecord::base)
        .ifPresent(
            base -> lines.add(phrases.of("card.base", "base", VoiceBaseText.of(phrases, base))));
    if (person.messages() > 0 && (voiceRecord.isEmpty() || voices.inTraining(person))) {
      lines.add(phrases.of("card.state", "state", voices.inShort(phrases, person)));
    }
    if (!shared.isEmpty()) {
      List<String> groups =
          shared.stream().map(GroupShare::group).map(Group::title).limit(MOST_GROUPS).toList();
      lines.add(phrases.of("card.shared", "groups", Wording.names(phrases, groups)));
    }
    return String.join("\n", lines);
  }

  private String voice(Phrases phrases, Person person, VoiceRecord voice) {
    Duration age = Duration.between(voice.trainedAt(), clock.instant());
    Recognition recognition =
        reports.find(person).map(ReportCard::figures).map(f -> f.recognition()).orElse(null);
    return phrases.of(
        "card.voice",
        "quality",
        phrases.of(VoiceGrade.of(voice, recognition).key()),
        "age",
        Wording.ago(phrases, age),
        "count",
        voice.trainedMessages());
  }

  private List<List<Button>> buttons(
      OwnerId owner,
      Phrases phrases,
      Person person,
      boolean ready,
      List<GroupShare> shared,
      Action back) {
    long id = person.id().value();
    List<Button> actions = new ArrayList<>();
    if (ready) {
      actions.add(phrases.button("card.speak", Action.of(Verb.SPEAK, id, Action.AS_THEY_DO)));
      actions.add(phrases.button("card.chat", Action.of(Verb.CHAT, id)));
      actions.add(phrases.button("card.report", Action.of(Verb.REPORT, id)));
      if (hasBots) {
        actions.add(phrases.button("card.bot", Action.of(Verb.VOICE_BOT, id)));
      }
    }
    if (ready && voiceRecords.versions().anyKept(person)) {
      actions.add(phrases.button("card.versions", Action.of(Verb.VERSIONS, id)));
    }
    if (voices.trainable(person)) {
      String key = ready ? "card.train-again" : "card.train";
      actions.add(phrases.button(key, Action.of(Verb.TRAIN_PERSON, id)));
    }
    actions.add(phrases.button("card.forget", Action.of(Verb.FORGET_PERSON, id)));
    List<List<Button>> rows = new ArrayList<>(ButtonRows.of(actions, ROW_LENGTH));
    for (GroupShare share : shared.subList(0, Math.min(MOST_GROUPS, shared.size()))) {
      String group = Wording.name(share.group().title());
      rows.add(
          List.of(
              new Button(
                  phrases.of("card.share", "group", group),
                  Action.of(Verb.SHARED, id, share.groupId()).encode())));
    }
    for (Person other : namesakes(owner, person)) {
      rows.add(
          List.of(
              new Button(
                  phrases.of(
                      "card.merge",
                      "name",
                      Wording.name(other.name()),
                      "chat",
                      roster.chatOf(owner, other)),
                  Action.of(Verb.MERGE, id, other.id().value()).encode())));
    }
    if (!person.joined().isEmpty()) {
      rows.add(
          List.of(phrases.button("card.unmerge", Action.of(Verb.UNMERGE, person.id().value()))));
    }
    rows.add(List.of(phrases.button("card.back", back)));
    return rows;
  }
}
