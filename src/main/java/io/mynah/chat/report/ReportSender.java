package io.mynah.chat.report;

import io.mynah.chat.Envelope;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.TrainingNoticeUpdater;
import io.mynah.chat.voice.Delivery;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Job;
import io.mynah.domain.JobState;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.ReportCard;
import io.mynah.logging.LogContext;
import io.mynah.store.jobs.Jobs;
import io.mynah.store.jobs.ReportCards;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Sends reports: on demand, and by itself at the end of a person's first training, to the chat of
 * its notice. The messages of a report stay together and wait for a reply in progress. Due reports
 * are stored, so none is lost by a restart; one that was being sent then may be sent twice.
 * Thread-safe.
 */
final class ReportSender {
  private final ReportCards cards;
  private final Jobs jobs;
  private final Roster roster;
  private final TrainingNoticeUpdater board;
  private final ReportMessages messages;
  private final Delivery delivery;
  private final FaultLog faults;
  private final Executor workers;
  private final Map<PersonId, OwnerId> sending = new ConcurrentHashMap<>();

  /**
   * @param delivery sends the reports in their turn
   * @param workers where automatic reports are drawn
   */
  ReportSender(
      Jobs jobs,
      ReportCards cards,
      Roster roster,
      TrainingNoticeUpdater board,
      ReportMessages messages,
      Delivery delivery,
      FaultLog faults,
      Executor workers) {
    this.delivery = delivery;
    this.cards = cards;
    this.jobs = jobs;
    this.roster = roster;
    this.board = board;
    this.messages = messages;
    this.faults = faults;
    this.workers = workers;
  }

  /** Sends the due reports that an earlier process left. */
  void resume() {
    for (PersonId person : cards.due()) {
      jobs.latest(person)
          .filter(job -> job.state().ended() && !board.isElsewhere(job.notice()))
          .ifPresent(this::sendDue);
    }
  }

  /** Sends the report of a job that is done, if one is due. Returns at once. */
  void ended(Job job) {
    if (job.state() == JobState.DONE && cards.due().contains(job.person())) {
      sendDue(job);
    }
  }

  /** Whether a report is being sent to an owner. */
  boolean busy(OwnerId owner) {
    return sending.containsValue(owner);
  }

  private void sendDue(Job job) {
    if (sending.putIfAbsent(job.person(), job.owner()) == null) {
      begin(job, false);
    }
  }

  private void begin(Job job, boolean again) {
    try {
      workers.execute(
          LogContext.carried(
              () -> {
                if (!faults.attempt(() -> sendNow(job, again))) {
                  sending.remove(job.person());
                }
              }));
    } catch (RejectedExecutionException e) {
      // The process is ending; due reports are stored.
      sending.remove(job.person());
    }
  }

  private void sendNow(Job job, boolean again) {
    MessageRef notice = job.notice();
    Optional<Person> person = roster.person(job.owner(), job.person().value());
    Optional<ReportCard> card = person.flatMap(cards::find);
    if (notice == null || person.isEmpty() || card.isEmpty()) {
      boolean unused = cards.shown(job.person());
      sending.remove(job.person());
      return;
    }
    Phrases phrases = board.phrases(job.owner());
    Envelope envelope =
        new Envelope(job.owner(), null, notice.address(), notice, null, phrases.locale());
    Delivery.Message report =
        messages.once("report:" + job.id().value(), phrases, job.owner(), person.get(), card.get());
    DueReport due = new DueReport(job, again);
    delivery.deliver(
        envelope, phrases, List.of(new Delivery.Line(Duration.ZERO, due.noting(report))), due);
  }

  /** An automatic report: it is due until it is sent. */
  private final class DueReport implements Delivery.Receipt {
    private final Job job;
    private final boolean again;
    private volatile boolean tried;

    /**
     * @param again whether an earlier attempt was stopped together with the reply before it
     */
    DueReport(Job job, boolean again) {
      this.job = job;
      this.again = again;
    }

    /**
     * The same message, except that a fault is only logged, because nobody asked for the report.
     */
    Delivery.Message noting(Delivery.Message message) {
      return (to, at) -> {
        tried = true;
        try {
          MessageRef last = message.send(to, at);
          boolean unused = cards.shown(job.person());
          return last;
        } catch (IOException | RuntimeException fault) {
          String unused = faults.log(fault);
          return Optional.ofNullable(job.notice()).orElseThrow();
        }
      };
    }

    @Override
    public void sent(int index, MessageRef message) {
      // Already noted when the message is sent.
    }

    @Override
    public void ended() {
      if (tried || again) {
        sending.remove(job.person());
      } else {
        // A user who stopped a reply did not mean to stop the report that waited for its end.
        begin(job, true);
      }
    }

    @Override
    public boolean wanted() {
      return true;
    }
  }

  /** Sends a report that was asked for, after a reply in progress there. */
  void send(Envelope asked, Phrases phrases, Person person, ReportCard card) {
    delivery.deliver(
        asked,
        phrases,
        List.of(
            new Delivery.Line(Duration.ZERO, messages.of(phrases, asked.sender(), person, card))),
        new Delivery.Receipt() {
          @Override
          public void sent(int index, MessageRef message) {}

          @Override
          public void ended() {}

          @Override
          public boolean wanted() {
            return true;
          }
        });
  }
}
