package io.mynah.chat.report;

import io.mynah.charts.CannotPaint;
import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Faults;
import io.mynah.chat.feature.Services;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.ProgressBoard;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.Job;
import io.mynah.domain.JobState;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.ReportCard;
import io.mynah.store.Guesses;
import io.mynah.store.Jobs;
import io.mynah.store.ReportCards;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends reports: on demand, and by itself when a training ended, where its notice is. Which are
 * still to be sent is stored, so that none is lost by a restart; one that was being sent then may
 * come twice. Thread-safe.
 */
final class ReportDesk {
  private static final Logger log = LoggerFactory.getLogger(ReportDesk.class);

  private final Channel channel;
  private final ReportCards cards;
  private final Guesses guesses;
  private final Jobs jobs;
  private final Roster roster;
  private final ProgressBoard board;
  private final ReportPictures pictures;
  private final Faults faults;
  private final Executor workers;
  private final Map<PersonId, OwnerId> sending = new ConcurrentHashMap<>();

  /**
   * @param workers where reports are painted and sent that come by themselves
   */
  ReportDesk(
      Services services,
      Roster roster,
      ProgressBoard board,
      ReportPictures pictures,
      Faults faults,
      Executor workers) {
    this.channel = services.channel();
    this.cards = services.cards();
    this.guesses = services.guesses();
    this.jobs = services.jobs();
    this.roster = roster;
    this.board = board;
    this.pictures = pictures;
    this.faults = faults;
    this.workers = workers;
  }

  /** Sends the reports that an earlier process left. */
  void resume() {
    for (PersonId person : cards.due()) {
      jobs.latest(person).filter(job -> job.state().ended()).ifPresent(this::sendDue);
    }
  }

  /** Sends the report of a job that is done, if there is one to send. Returns at once. */
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
    if (sending.putIfAbsent(job.person(), job.owner()) != null) {
      return;
    }
    try {
      workers.execute(
          () -> {
            try {
              sendNow(job);
            } catch (IOException | RuntimeException fault) {
              String unused = faults.log(fault);
            } finally {
              sending.remove(job.person());
            }
          });
    } catch (RejectedExecutionException e) {
      // The process ends; what is due is stored.
      sending.remove(job.person());
    }
  }

  private void sendNow(Job job) throws IOException {
    MessageRef notice = job.notice();
    Optional<Person> person = roster.person(job.owner(), job.person().value());
    Optional<ReportCard> card = cards.find(job.person());
    if (notice != null && person.isPresent() && card.isPresent()) {
      MessageRef unused =
          channel.once(
              "report:" + job.id().value(),
              () -> send(notice.address(), board.phrases(job.owner()), person.get(), card.get()));
    }
    boolean unused = cards.shown(job.person());
  }

  /**
   * Sends a report: the words under the first picture, or alone where none can be painted.
   *
   * @return its last message
   */
  MessageRef send(Address to, Phrases phrases, Person person, ReportCard card) throws IOException {
    Reply words = words(phrases, person, card);
    List<ReportPictures.Picture> painted;
    try {
      painted = pictures.paint(phrases, person, card);
    } catch (CannotPaint fault) {
      log.warn("no pictures of reports: {}", fault.getMessage());
      return channel.send(to, words);
    }
    MessageRef last = channel.sendPicture(to, painted.get(0).png(), words);
    for (ReportPictures.Picture picture : painted.subList(1, painted.size())) {
      last = channel.sendPicture(to, picture.png(), Reply.of(picture.caption()));
    }
    return last;
  }

  private Reply words(Phrases phrases, Person person, ReportCard card) {
    String name = Wording.name(person.name());
    Button speak =
        new Button(
            phrases.of("button.speak", "name", name),
            Action.of(Verb.SPEAK, person.id().value(), 1).encode());
    Button guess = phrases.button("button.guess", Action.of(Verb.QUIZ, person.id().value()));
    return new Reply(
        new ReportText(phrases).of(name, card, guesses.of(person.id())),
        List.of(List.of(speak, guess)));
  }
}
