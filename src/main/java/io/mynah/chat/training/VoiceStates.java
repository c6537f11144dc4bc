package io.mynah.chat.training;

import io.mynah.chat.Button;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Job;
import io.mynah.domain.JobState;
import io.mynah.domain.Person;
import io.mynah.store.jobs.Jobs;
import io.mynah.store.jobs.VoiceRecords;
import java.util.List;
import java.util.Optional;

/** Tells whether a person's model is ready, in training or missing. Thread-safe. */
public final class VoiceStates {
  private final Jobs jobs;
  private final VoiceRecords voiceRecords;
  private final TrainingNoticeUpdater board;
  private final int minMessages;

  public VoiceStates(
      Jobs jobs, VoiceRecords voiceRecords, TrainingNoticeUpdater board, int minMessages) {
    this.jobs = jobs;
    this.voiceRecords = voiceRecords;
    this.board = board;
    this.minMessages = minMessages;
  }

  /** Whether a person has a model that can speak. */
  public boolean ready(Person person) {
    return voiceRecords.find(person).isPresent();
  }

  /** Whether a training of a person waits or runs. */
  public boolean inTraining(Person person) {
    return open(person).isPresent();
  }

  /** Whether there are enough messages to train a person, and no training is open. */
  public boolean trainable(Person person) {
    return person.messages() >= minMessages && !inTraining(person);
  }

  /** Whether a voice came from another Mynah, without the messages that it learned from. */
  public boolean isImported(Person person) {
    return person.messages() == 0 && ready(person);
  }

  /** If only one of several matching people can speak, that one; else all of them. */
  public List<Person> meant(List<Person> fitting) {
    List<Person> ready = fitting.stream().filter(this::ready).toList();
    return ready.size() == 1 ? ready : fitting;
  }

  /** The state in a few words, for a list of people. */
  public String inShort(Phrases phrases, Person person) {
    Optional<Job> open = open(person);
    if (open.isPresent()) {
      JobView view = board.view(open.get());
      return open.get().state() == JobState.RUNNING
          ? phrases.of("state.training", "percent", Wording.percent(view.fraction()))
          : phrases.of("state.queued");
    }
    if (ready(person)) {
      return phrases.of("state.ready");
    }
    if (person.messages() < minMessages) {
      return phrases.of("state.too-few", "needed", minMessages);
    }
    return failed(person).isPresent() ? phrases.of("state.failed") : phrases.of("state.untrained");
  }

  /** Tells why a person cannot speak, or not be trained, and what can be done. */
  public Reply silence(Phrases phrases, Person person) {
    String name = Wording.name(person.name());
    Optional<Job> open = open(person);
    if (open.isPresent()) {
      JobView view = board.view(open.get());
      return Reply.of(
          open.get().state() == JobState.RUNNING
              ? phrases.of(
                  "speak.training", "name", name, "percent", Wording.percent(view.fraction()))
              : new TrainingNotice(phrases).waiting(view, name));
    }
    if (isImported(person)) {
      return Reply.of(phrases.of("speak.imported", "name", name));
    }
    if (person.messages() < minMessages) {
      return Reply.of(
          phrases.of(
              "speak.too-few", "name", name, "count", person.messages(), "needed", minMessages));
    }
    Optional<Job> failed = failed(person);
    if (failed.isPresent()) {
      return new Reply(
          new FailureText(phrases).of(failed.get().failure(), name),
          List.of(
              List.of(
                  phrases.button(
                      "button.retry", Action.of(Verb.TRAIN_PERSON, person.id().value())))));
    }
    Button train =
        new Button(
            phrases.of("button.train", "name", name),
            Action.of(Verb.TRAIN_PERSON, person.id().value()).encode());
    return new Reply(phrases.of("speak.untrained", "name", name), List.of(List.of(train)));
  }

  private Optional<Job> open(Person person) {
    return jobs.latest(person.id()).filter(job -> !job.state().ended());
  }

  private Optional<Job> failed(Person person) {
    return jobs.latest(person.id()).filter(job -> job.state() == JobState.FAILED);
  }
}
