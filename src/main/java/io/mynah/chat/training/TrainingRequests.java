package io.mynah.chat.training;

import io.mynah.chat.Channel;
import io.mynah.chat.CurrentUpdate;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.limits.Quotas;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.Job;
import io.mynah.domain.JobId;
import io.mynah.domain.JobState;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.store.jobs.Jobs;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Begins, retries and cancels trainings on behalf of an owner, and sends a notice for each.
 * Thread-safe.
 */
public final class TrainingRequests implements Feature {
  private static final int LAST_SHOWN = 20;

  private final Channel channel;
  private final Jobs jobs;
  private final OwnerTrainings trainings;
  private final TrainingNoticeUpdater board;
  private final Roster roster;
  private final VoiceStates voices;
  private final Quotas quotas;

  public TrainingRequests(
      Channel channel,
      Jobs jobs,
      OwnerTrainings trainings,
      TrainingNoticeUpdater board,
      Roster roster,
      VoiceStates voices,
      Quotas quotas) {
    this.channel = channel;
    this.jobs = jobs;
    this.trainings = trainings;
    this.board = board;
    this.roster = roster;
    this.voices = voices;
    this.quotas = quotas;
  }

  @Override
  public Map<Verb, PressHandler> buttons() {
    return Map.of(Verb.RETRY, this::retry, Verb.STOP, this::stop);
  }

  /**
   * Updates the notices of open trainings and of those that ended last, because the process may
   * have ended before it could show that.
   */
  @Override
  public void resume() {
    Stream.concat(
            jobs.lastNotices(LAST_SHOWN).stream(),
            jobs.queue().stream().flatMap(job -> Optional.ofNullable(job.notice()).stream()))
        .distinct()
        .filter(notice -> !channel.isElsewhere(notice.address()))
        .forEach(board::refresh);
  }

  @Override
  public boolean busy(OwnerId owner) {
    return !jobs.open(owner).isEmpty() || board.unsettled(owner);
  }

  /** Sends a notice and trains a person from the stored messages. */
  public void begin(Envelope envelope, Phrases phrases, Person person) throws IOException {
    Optional<String> refused = quotas.refuseTraining(envelope.sender(), phrases);
    if (!isOpen(person) && refused.isPresent()) {
      channel.send(envelope.address(), Reply.of(refused.get()));
      return;
    }
    begin(envelope.sender(), envelope.address(), phrases, person);
  }

  /**
   * Sends a notice to an owner and trains one of their people, regardless of the owner's other
   * trainings.
   */
  void begin(OwnerId owner, Address at, Phrases phrases, Person person) throws IOException {
    String name = Wording.name(person.name());
    MessageRef notice = channel.send(at, Reply.of(phrases.of("training.begins", "name", name)));
    submit(owner, List.of(person), notice, false, List.of());
  }

  /**
   * Trains people and shows it in a message. If the owner may not have so many trainings, only the
   * first people are trained.
   *
   * @param more whether there are more messages to learn from than when a running training began
   * @param remarks sentences that the message shows, too
   */
  public void submit(
      OwnerId owner, List<Person> people, MessageRef notice, boolean more, List<String> remarks) {
    remarks.forEach(remark -> board.remark(notice, remark));
    List<Person> elsewhere = new ArrayList<>();
    int room = quotas.roomForJobs(owner);
    int left = 0;
    for (Person person : people) {
      if (!isOpen(person) && --room < 0) {
        left++;
        continue;
      }
      if (more && isRunning(person)) {
        trainings.cancelAndWait(person.id());
      }
      Job job = trainings.submit(owner, person.id(), notice);
      if (!notice.equals(job.notice())) {
        elsewhere.add(person);
      }
    }
    Phrases phrases = board.phrases(owner);
    if (left > 0) {
      board.remark(notice, quotas.tooManyJobs(owner, phrases));
    }
    if (left == people.size()) {
      channel.edit(notice, Reply.of(quotas.tooManyJobs(owner, phrases)));
      return;
    }
    if (elsewhere.isEmpty()) {
      board.refresh(notice);
      return;
    }
    String names = Wording.names(phrases, elsewhere.stream().map(Person::name).toList());
    String already = phrases.of("training.already", "names", names, "count", elsewhere.size());
    if (elsewhere.size() == people.size()) {
      channel.edit(notice, Reply.of(already));
    } else {
      board.remark(notice, already);
      board.refresh(notice);
    }
  }

  private boolean isRunning(Person person) {
    return jobs.latest(person.id()).filter(job -> job.state() == JobState.RUNNING).isPresent();
  }

  /** Trains a person, unless a training of theirs is open; then it tells the progress. */
  public void train(Envelope envelope, Phrases phrases, Person person) throws IOException {
    if (begunBefore(person)) {
      return;
    }
    if (isOpen(person)) {
      sendState(envelope, phrases, person);
    } else {
      begin(envelope, phrases, person);
    }
  }

  /** Whether an earlier process began a training in answer to the same update. */
  private boolean begunBefore(Person person) {
    CurrentUpdate cause = channel.cause();
    Optional<Instant> asked = cause.again() ? cause.receivedAt() : Optional.empty();
    return asked.isPresent()
        && jobs.latest(person.id())
            .filter(job -> !job.createdAt().isBefore(asked.get()))
            .isPresent();
  }

  /** Whether a person's training waits or runs. */
  public boolean isOpen(Person person) {
    return jobs.latest(person.id()).filter(job -> !job.state().ended()).isPresent();
  }

  private void sendState(Envelope envelope, Phrases phrases, Person person) throws IOException {
    channel.send(envelope.address(), voices.silence(phrases, person));
  }

  /** Tries a failed job again, in the message that told of the failure. */
  boolean retry(PressHandler.Pressed pressed) throws IOException {
    // An open job may be shown as failed: on a full disk its end could not be stored.
    var failed = own(pressed).filter(job -> job.state() == JobState.FAILED || !job.state().ended());
    var person = failed.flatMap(job -> roster.person(pressed.owner(), job.person().value()));
    if (person.isEmpty()) {
      return false;
    }
    if (isOpen(person.get())) {
      sendState(pressed.envelope(), pressed.phrases(), person.get());
      return true;
    }
    if (!failed.filter(this::isNewest).isPresent()) {
      return false;
    }
    Optional<String> refused = quotas.refuseTraining(pressed.owner(), pressed.phrases());
    if (refused.isPresent()) {
      channel.send(pressed.envelope().address(), Reply.of(refused.get()));
      return true;
    }
    submit(pressed.owner(), List.of(person.get()), pressed.message(), false, List.of());
    return true;
  }

  private boolean isNewest(Job job) {
    return jobs.latest(job.person()).filter(newest -> newest.id().equals(job.id())).isPresent();
  }

  /** Cancels all jobs that share a notice with a job. */
  boolean stop(PressHandler.Pressed pressed) {
    var job = own(pressed);
    if (job.isEmpty()) {
      return false;
    }
    MessageRef notice = job.get().notice();
    if (notice == null) {
      return cancel(pressed.owner(), job.get());
    }
    boolean any = cancelAll(pressed.owner(), notice);
    if (!any) {
      // The notice still has the button, because the update about the end was lost.
      board.refresh(notice);
    }
    return any;
  }

  /** Cancels the jobs of a notice; returns whether there was anything to cancel. */
  public boolean cancelAll(OwnerId owner, MessageRef notice) {
    boolean any = false;
    for (Job each : jobs.sharing(notice)) {
      any |= cancel(owner, each);
    }
    return any;
  }

  /** Cancels a job of an owner; returns whether there was anything to cancel. */
  public boolean cancel(OwnerId owner, Job job) {
    return !job.state().ended() && trainings.cancel(owner, job.id());
  }

  private Optional<Job> own(PressHandler.Pressed pressed) {
    return jobs.find(pressed.owner(), new JobId(pressed.id(0)));
  }
}
