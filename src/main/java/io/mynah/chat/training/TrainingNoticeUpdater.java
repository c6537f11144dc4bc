package io.mynah.chat.training;

import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.words.Languages;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Job;
import io.mynah.domain.JobId;
import io.mynah.domain.JobState;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.jobs.Jobs;
import io.mynah.store.jobs.VoiceRecords;
import io.mynah.training.Progress;
import io.mynah.training.QueuePosition;
import io.mynah.training.TrainingListener;
import io.mynah.training.TrainingService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the messages that show trainings up to date. Which message belongs to which job is stored
 * with the job, so after a restart the same messages go on being edited.
 *
 * <p>The training service needs its listener before it exists: make the board, then the service,
 * then the conversation, which makes them known to each other. Thread-safe; edits of all notices
 * are made one after the other, so that an older state never overwrites a newer one.
 */
public final class TrainingNoticeUpdater implements TrainingListener {
  private static final int OTHERS_REFRESHED = 50;

  /** In so many steps of a running job the notices of waiting jobs are updated. */
  private static final int STEPS = 10;

  private final Channel channel;
  private final Corpora corpora;
  private final Jobs jobs;
  private final VoiceRecords voiceRecords;
  private final Map<MessageRef, String> remarks = new ConcurrentHashMap<>();
  private final Map<JobId, OwnerId> unsettled = new ConcurrentHashMap<>();
  private final Map<JobId, Step> lastSteps = new ConcurrentHashMap<>();
  private volatile @Nullable TrainingService training;
  private volatile @Nullable Languages languages;
  private volatile Consumer<Job> endListener = job -> {};

  public TrainingNoticeUpdater(
      Channel channel, Corpora corpora, Jobs jobs, VoiceRecords voiceRecords) {
    this.channel = channel;
    this.corpora = corpora;
    this.jobs = jobs;
    this.voiceRecords = voiceRecords;
  }

  /**
   * Sets the service whose trainings are shown, and the languages of owners. Call once, before any
   * training begins.
   */
  public void follow(TrainingService service, Languages spoken) {
    training = service;
    languages = spoken;
  }

  /**
   * Sets a listener for jobs that ended, called once their end is shown; it must return at once.
   */
  public void onEnd(Consumer<Job> listener) {
    endListener = listener;
  }

  /** The texts for messages to an owner that do not answer anything. */
  public Phrases phrases(OwnerId owner) {
    Languages spoken = languages;
    return spoken == null ? Phrases.in(Locale.ENGLISH) : spoken.of(owner);
  }

  /** Adds a sentence to a notice, as long as its jobs run and this process lives. */
  public void remark(MessageRef notice, String sentence) {
    remarks.merge(notice, sentence, (before, more) -> before + "\n" + more);
  }

  /** Whether a change of an owner's trainings is still to be shown. */
  boolean unsettled(OwnerId owner) {
    return unsettled.entrySet().stream()
        .anyMatch(e -> e.getValue().equals(owner) && jobs.find(owner, e.getKey()).isPresent());
  }

  @Override
  public void changed(Job job) {
    if (isElsewhere(job.notice())) {
      return;
    }
    if (!job.state().ended()) {
      unsettled.put(job.id(), job.owner());
    }
    Step step = new Step(job.state(), (int) (STEPS * job.fraction()));
    boolean stepChanged = !step.equals(lastSteps.put(job.id(), step));
    if (job.notice() != null) {
      refresh(job.notice(), job, new QueuePositions());
    }
    if (stepChanged && job.state() != JobState.QUEUED) {
      refreshWaiting(job.notice());
    }
    if (job.state().ended()) {
      endListener.accept(job);
      unsettled.remove(job.id());
      lastSteps.remove(job.id());
    }
  }

  /** Whether an owner is one of another bot's. */
  public boolean isElsewhere(OwnerId owner) {
    return channel.isElsewhere(owner);
  }

  /** Whether a notice is in a conversation with another bot. */
  public boolean isElsewhere(@Nullable MessageRef notice) {
    return notice != null && channel.isElsewhere(notice.address());
  }

  /** Shows the stored state of a notice's jobs. */
  void refresh(MessageRef notice) {
    refresh(notice, null, new QueuePositions());
  }

  /**
   * Shows what is left of a notice after people were erased; if none of its trainings is left, it
   * has neither a name nor a button.
   *
   * @param language the owner's, because the stored one may have been erased with them
   */
  public synchronized void erased(MessageRef notice, Locale language) {
    if (isElsewhere(notice)) {
      return;
    }
    if (jobs.sharing(notice).isEmpty()) {
      remarks.remove(notice);
      channel.edit(notice, Reply.of(Phrases.in(language).of("notice.erased")));
    } else {
      refresh(notice);
    }
  }

  /** The part of a job's progress that matters to the owners of waiting jobs. */
  private record Step(JobState state, int part) {}

  /** Updates the notices of waiting jobs: their positions and how long they still wait. */
  private void refreshWaiting(@Nullable MessageRef except) {
    QueuePositions positions = new QueuePositions();
    jobs.queue().stream()
        .filter(job -> job.state() == JobState.QUEUED)
        .map(Job::notice)
        .filter(Objects::nonNull)
        .distinct()
        .filter(notice -> !notice.equals(except) && !isElsewhere(notice))
        .limit(OTHERS_REFRESHED)
        .forEach(notice -> refresh(notice, null, positions));
  }

  private synchronized void refresh(
      MessageRef notice, @Nullable Job newest, QueuePositions positions) {
    Map<PersonId, Job> shown = new LinkedHashMap<>();
    for (Job job : jobs.sharing(notice)) {
      // A job that is tried again replaces the one that failed.
      shown.put(job.person(), newest != null && newest.id().equals(job.id()) ? newest : job);
    }
    if (shown.isEmpty()) {
      return;
    }
    OwnerId owner = shown.values().iterator().next().owner();
    Phrases phrases = phrases(owner);
    List<Person> people = new ArrayList<>();
    List<JobView> views = new ArrayList<>();
    for (Job job : shown.values()) {
      Optional<Person> person = corpora.person(owner, job.person());
      person.ifPresent(people::add);
      views.add(view(job, person, positions));
    }
    Reply reply = new TrainingNotice(phrases).render(head(notice, phrases, people), views);
    if (shown.values().stream().allMatch(job -> job.state().ended())) {
      channel.edit(notice, reply);
      remarks.remove(notice);
    } else {
      channel.progress(notice, reply);
    }
  }

  /** Collects the data that a notice shows about a job. */
  public JobView view(Job job) {
    return view(job, corpora.person(job.owner(), job.person()), new QueuePositions());
  }

  private JobView view(Job job, Optional<Person> person, QueuePositions positions) {
    TrainingService service = training;
    Progress progress = service == null ? null : service.progress(job).orElse(null);
    QueuePosition position = job.state() == JobState.QUEUED ? positions.of(job.id()) : null;
    boolean voiced = person.flatMap(voiceRecords::find).isPresent();
    String name = person.map(Person::name).orElse(null);
    int messages = person.map(Person::messages).orElse(0);
    return new JobView(job, name, messages, position, progress, voiced);
  }

  /** The positions in the queue, read on first use, and only once. For one thread. */
  private final class QueuePositions {
    private @Nullable Map<JobId, QueuePosition> known;

    @Nullable QueuePosition of(JobId job) {
      TrainingService service = training;
      if (known == null) {
        known = service == null ? Map.of() : service.places();
      }
      return known.get(job);
    }
  }

  private String head(MessageRef notice, Phrases phrases, List<Person> people) {
    if (people.isEmpty()) {
      return "";
    }
    String summary = phrases.of("notice.read", "summary", Wording.summary(phrases, people));
    String remark = remarks.get(notice);
    return remark == null ? summary : summary + "\n" + remark;
  }
}
