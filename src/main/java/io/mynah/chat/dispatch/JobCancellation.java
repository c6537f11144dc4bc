package io.mynah.chat.dispatch;

import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.ButtonRows;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.TrainingRequests;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Job;
import io.mynah.domain.JobId;
import io.mynah.domain.OwnerId;
import io.mynah.store.inbox.UpdateEffects;
import io.mynah.store.inbox.UpdateEffects.Outcome;
import io.mynah.store.jobs.Jobs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Cancels trainings: the only one that is open, or those that the owner chooses with buttons. Which
 * ones is stored first, so that no others are cancelled when the same update is handled again.
 * Thread-safe.
 */
final class JobCancellation {
  /** The word of the outcome of an update that is about trainings. */
  static final String WORD = "jobs";

  private static final int BUTTONS = 20;
  private static final int ROW_LENGTH = 24;

  private final Channel channel;
  private final UpdateEffects effects;
  private final Jobs jobs;
  private final TrainingRequests trainings;
  private final Roster roster;

  JobCancellation(
      Channel channel,
      UpdateEffects effects,
      Jobs jobs,
      TrainingRequests trainings,
      Roster roster) {
    this.channel = channel;
    this.effects = effects;
    this.jobs = jobs;
    this.trainings = trainings;
    this.roster = roster;
  }

  /** The open trainings of an owner. */
  List<Job> open(OwnerId owner) {
    return jobs.open(owner);
  }

  /** The outcome of an update that cancels trainings, or asks which. */
  static Outcome outcome(List<Job> jobs) {
    return new Outcome(WORD, jobs.stream().map(job -> job.id().value()).toList());
  }

  /** Cancels the only training that an update is about, or asks which of several. */
  Reply cancel(Phrases phrases, OwnerId owner, Outcome meant) {
    List<Job> open = jobs(owner, meant);
    return open.size() == 1
        ? cancelled(phrases, owner, open)
        : new Reply(phrases.of("cancel.which"), choices(phrases, owner, open));
  }

  private List<Job> jobs(OwnerId owner, Outcome meant) {
    return meant.numbers().stream()
        .flatMap(id -> jobs.find(owner, new JobId(id)).stream())
        .toList();
  }

  boolean pressOne(PressHandler.Pressed pressed) {
    return cancel(
        pressed,
        () ->
            jobs.open(pressed.owner()).stream()
                .filter(job -> job.id().value() == pressed.id(0))
                .toList());
  }

  boolean pressAll(PressHandler.Pressed pressed) {
    return cancel(pressed, () -> jobs.open(pressed.owner()));
  }

  private boolean cancel(PressHandler.Pressed pressed, Supplier<List<Job>> open) {
    Outcome meant =
        effects.once(channel.cause().number(), CancelCommand.EFFECT, () -> outcome(open.get()));
    List<Job> chosen = jobs(pressed.owner(), meant);
    if (chosen.isEmpty()) {
      return false;
    }
    Reply reply = cancelled(pressed.phrases(), pressed.owner(), chosen);
    channel.edit(pressed.message(), reply);
    return true;
  }

  /** Cancels those of the given jobs that have not ended yet. */
  private Reply cancelled(Phrases phrases, OwnerId owner, List<Job> chosen) {
    List<String> names = chosen.stream().map(job -> name(phrases, owner, job)).toList();
    chosen.forEach(job -> trainings.cancel(owner, job));
    return Reply.of(phrases.of("cancel.jobs", "names", Wording.names(phrases, names)));
  }

  private List<List<Button>> choices(Phrases phrases, OwnerId owner, List<Job> open) {
    List<List<Button>> rows =
        new ArrayList<>(
            ButtonRows.of(
                open.stream()
                    .limit(BUTTONS)
                    .map(
                        job ->
                            new Button(
                                name(phrases, owner, job),
                                Action.of(Verb.CANCEL_JOB, job.id().value()).encode()))
                    .toList(),
                ROW_LENGTH));
    rows.add(List.of(phrases.button("button.cancel-all", Action.of(Verb.CANCEL_JOBS))));
    return rows;
  }

  private String name(Phrases phrases, OwnerId owner, Job job) {
    return roster
        .person(owner, job.person().value())
        .map(person -> Wording.name(person.name()))
        .orElseGet(() -> phrases.of("person.forgotten"));
  }
}
