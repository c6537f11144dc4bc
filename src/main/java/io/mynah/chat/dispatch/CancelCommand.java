package io.mynah.chat.dispatch;

import io.mynah.chat.Button;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.ButtonRows;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.converse.ConverseSessions;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.feature.Services;
import io.mynah.chat.feedback.FeedbackFeature;
import io.mynah.chat.mydata.MyDataCommand;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.TrainingRequests;
import io.mynah.chat.upload.UploadFeature;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.Job;
import io.mynah.domain.JobId;
import io.mynah.domain.OwnerId;
import io.mynah.store.inbox.UpdateEffects;
import io.mynah.store.inbox.UpdateEffects.Outcome;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * {@code /cancel}: ends a conversation of two models; if there is none, an upload, a question, or
 * trainings. What is ended is stored first, so that nothing else is ended when the same update is
 * handled again.
 */
final class CancelCommand implements Command {
  private static final int BUTTONS = 20;
  private static final int ROW_LENGTH = 24;
  private static final String CANCEL = "cancel";
  private static final String JOBS = "jobs";
  private static final Outcome CONVERSATION = Outcome.of("talk");
  private static final Outcome UPLOAD = Outcome.of("upload");
  private static final Outcome MY_DATA = Outcome.of("mydata");

  /**
   * The reply's text key for each thing that can be waited for, by the first word of how that is
   * stored.
   */
  private static final Map<String, String> WAITED_FOR =
      Map.of(
          "file", "cancel.file",
          "correct", "cancel.correction",
          "complete", "cancel.beginning",
          "forget", "forget.kept");

  private static final Outcome NOTHING = Outcome.of("nothing");

  private final Services services;
  private final UpdateEffects effects;
  private final UploadFeature uploads;
  private final TrainingRequests trainings;
  private final ConverseSessions sessions;
  private final MyDataCommand myData;
  private final FeedbackFeature feedback;
  private final Roster roster;
  private final Clock clock;

  CancelCommand(
      Services services,
      UploadFeature uploads,
      TrainingRequests trainings,
      ConverseSessions sessions,
      MyDataCommand myData,
      FeedbackFeature feedback,
      Roster roster,
      Clock clock) {
    this.services = services;
    this.effects = services.effects();
    this.uploads = uploads;
    this.trainings = trainings;
    this.sessions = sessions;
    this.myData = myData;
    this.feedback = feedback;
    this.roster = roster;
    this.clock = clock;
  }

  @Override
  public void run(Call call) throws IOException {
    Address here = call.envelope().address();
    if (effects.of(update(), CANCEL).isEmpty() && sessions.isUnderWay(here)) {
      // Stored first: when the update is handled again, the conversation is over, and nothing else
      // may be ended.
      Outcome unused = effects.once(update(), CANCEL, () -> CONVERSATION);
      boolean unusedToo = sessions.stop(here);
      return;
    }
    Outcome meant = effects.once(update(), CANCEL, () -> meant(call));
    Phrases phrases = call.phrases();
    if (meant.is(UPLOAD.word())) {
      boolean unused = uploads.cancelAt(call.owner(), here);
      sayAndThatJobsGoOn(call, "cancel.upload");
    } else if (WAITED_FOR.containsKey(meant.word())) {
      boolean unused = feedback.dropQuestion(call.envelope(), phrases);
      services.expectations().clear(call.owner(), here);
      sayAndThatJobsGoOn(call, WAITED_FOR.get(meant.word()));
    } else if (meant.is(MY_DATA.word())) {
      boolean unused = myData.stop(call.owner());
      say(call, Reply.of(phrases.of("cancel.mydata")));
    } else if (meant.is(NOTHING.word())) {
      say(call, Reply.of(phrases.of("cancel.nothing")));
    } else if (meant.is(JOBS)) {
      List<Job> jobs = jobs(call.owner(), meant);
      say(
          call,
          jobs.size() == 1
              ? cancelled(phrases, call.owner(), jobs)
              : new Reply(phrases.of("cancel.which"), choices(phrases, call.owner(), jobs)));
    }
  }

  private void sayAndThatJobsGoOn(Call call, String key) throws IOException {
    String cancelled = call.phrases().of(key);
    boolean jobs = !services.jobs().open(call.owner()).isEmpty();
    say(call, Reply.of(jobs ? cancelled + " " + call.phrases().of("cancel.not-jobs") : cancelled));
  }

  /** Finds out what to cancel, apart from a conversation of models. */
  private Outcome meant(Call call) {
    Address here = call.envelope().address();
    if (!services.uploads().at(call.owner(), here).isEmpty()) {
      return UPLOAD;
    }
    Optional<String> waitedFor =
        services
            .expectations()
            .expected(call.owner(), here, clock.instant())
            .map(expected -> expected.replaceFirst("(?s):.*", ""))
            .filter(WAITED_FOR::containsKey);
    if (waitedFor.isPresent()) {
      return Outcome.of(waitedFor.get());
    }
    if (myData.isUnderWay(call.owner())) {
      return MY_DATA;
    }
    List<Job> open = services.jobs().open(call.owner());
    return open.isEmpty() ? NOTHING : jobs(open);
  }

  private static Outcome jobs(List<Job> jobs) {
    return new Outcome(JOBS, jobs.stream().map(job -> job.id().value()).toList());
  }

  private List<Job> jobs(OwnerId owner, Outcome meant) {
    return meant.numbers().stream()
        .flatMap(id -> services.jobs().find(owner, new JobId(id)).stream())
        .toList();
  }

  boolean cancelOne(PressHandler.Pressed pressed) {
    return cancel(
        pressed,
        () ->
            services.jobs().open(pressed.owner()).stream()
                .filter(job -> job.id().value() == pressed.id(0))
                .toList());
  }

  boolean cancelAll(PressHandler.Pressed pressed) {
    return cancel(pressed, () -> services.jobs().open(pressed.owner()));
  }

  private boolean cancel(PressHandler.Pressed pressed, Supplier<List<Job>> open) {
    Outcome meant = effects.once(update(), CANCEL, () -> jobs(open.get()));
    List<Job> jobs = jobs(pressed.owner(), meant);
    if (jobs.isEmpty()) {
      return false;
    }
    Reply reply = cancelled(pressed.phrases(), pressed.owner(), jobs);
    services.channel().edit(pressed.message(), reply);
    return true;
  }

  /** Cancels those of the given jobs that have not ended yet. */
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

  private OptionalLong update() {
    return services.channel().cause().number();
  }

  private void say(Call call, Reply reply) throws IOException {
    services.channel().send(call.envelope().address(), reply);
  }
}
