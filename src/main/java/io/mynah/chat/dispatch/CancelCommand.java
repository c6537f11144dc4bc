package io.mynah.chat.dispatch;

import io.mynah.chat.Button;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.ButtonRows;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.converse.Conversing;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.feature.Services;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.Trainings;
import io.mynah.chat.upload.UploadFeature;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Job;
import io.mynah.domain.JobId;
import io.mynah.domain.OwnerId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code /cancel}: ends models' talk with each other; without one, an upload, a question, or
 * trainings.
 */
final class CancelCommand implements Command {
  private static final int BUTTONS = 20;
  private static final int ROW_LENGTH = 24;

  private final Services services;
  private final UploadFeature uploads;
  private final Trainings trainings;
  private final Conversing conversing;
  private final Roster roster;

  CancelCommand(
      Services services,
      UploadFeature uploads,
      Trainings trainings,
      Conversing conversing,
      Roster roster) {
    this.services = services;
    this.uploads = uploads;
    this.trainings = trainings;
    this.conversing = conversing;
    this.roster = roster;
  }

  @Override
  public void run(Call call) throws IOException {
    if (conversing.stop(call.envelope().address())) {
      return;
    }
    Phrases phrases = call.phrases();
    boolean ended = uploads.cancelAt(call.owner(), call.envelope().address());
    List<Job> jobs = services.jobs().open(call.owner());
    if (ended) {
      say(call, Reply.of(phrases.of(jobs.isEmpty() ? "cancel.upload" : "cancel.upload-not-jobs")));
    } else if (jobs.isEmpty()) {
      say(call, Reply.of(phrases.of("cancel.nothing")));
    } else if (jobs.size() == 1) {
      say(call, cancelled(phrases, call.owner(), jobs));
    } else {
      say(call, new Reply(phrases.of("cancel.which"), choices(phrases, call.owner(), jobs)));
    }
  }

  boolean cancelOne(PressHandler.Pressed pressed) {
    var job =
        services
            .jobs()
            .find(new JobId(pressed.id(0)))
            .filter(j -> j.owner().equals(pressed.owner()) && !j.state().ended());
    job.ifPresent(
        j ->
            services
                .channel()
                .edit(
                    pressed.message(), cancelled(pressed.phrases(), pressed.owner(), List.of(j))));
    return job.isPresent();
  }

  boolean cancelAll(PressHandler.Pressed pressed) {
    List<Job> jobs = services.jobs().open(pressed.owner());
    if (jobs.isEmpty()) {
      return false;
    }
    services.channel().edit(pressed.message(), cancelled(pressed.phrases(), pressed.owner(), jobs));
    return true;
  }

  private Reply cancelled(Phrases phrases, OwnerId owner, List<Job> jobs) {
    List<String> names = jobs.stream().map(job -> name(phrases, owner, job)).toList();
    jobs.forEach(job -> trainings.cancel(owner, job));
    return Reply.of(phrases.of("cancel.jobs", "names", Wording.names(phrases, names)));
  }

  private List<List<Button>> choices(Phrases phrases, OwnerId owner, List<Job> jobs) {
    List<List<Button>> rows =
        new ArrayList<>(
            ButtonRows.of(
                jobs.stream()
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

  private void say(Call call, Reply reply) throws IOException {
    services.channel().send(call.envelope().address(), reply);
  }
}
