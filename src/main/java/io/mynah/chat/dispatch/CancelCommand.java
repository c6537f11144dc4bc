package io.mynah.chat.dispatch;

import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.converse.ConverseSessions;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feedback.FeedbackFeature;
import io.mynah.chat.mydata.MyDataCommand;
import io.mynah.chat.upload.UploadFeature;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Address;
import io.mynah.domain.Job;
import io.mynah.store.conversation.Expectation;
import io.mynah.store.conversation.Expectations;
import io.mynah.store.inbox.UpdateEffects;
import io.mynah.store.inbox.UpdateEffects.Outcome;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code /cancel}: ends a conversation of two models; if there is none, an upload, a question, or
 * trainings. What is ended is stored first, so that nothing else is ended when the same update is
 * handled again.
 */
final class CancelCommand implements Command {
  /** The name of the effect that stores what an update cancels. */
  static final String EFFECT = "cancel";

  private static final Outcome CONVERSATION = Outcome.of("talk");
  private static final Outcome UPLOAD = Outcome.of("upload");
  private static final Outcome MY_DATA = Outcome.of("mydata");

  private static final Outcome NOTHING = Outcome.of("nothing");

  private final Channel channel;
  private final UpdateEffects effects;
  private final Expectations expectations;
  private final UploadFeature uploads;
  private final JobCancellation jobs;
  private final ConverseSessions sessions;
  private final MyDataCommand myData;
  private final FeedbackFeature feedback;
  private final Clock clock;

  CancelCommand(
      Environment environment,
      Expectations expectations,
      UploadFeature uploads,
      JobCancellation jobs,
      ConverseSessions sessions,
      MyDataCommand myData,
      FeedbackFeature feedback) {
    this.channel = environment.channel();
    this.effects = environment.effects();
    this.expectations = expectations;
    this.uploads = uploads;
    this.jobs = jobs;
    this.sessions = sessions;
    this.myData = myData;
    this.feedback = feedback;
    this.clock = environment.clock();
  }

  @Override
  public void run(Call call) throws IOException {
    Address here = call.envelope().address();
    if (effects.of(update(), EFFECT).isEmpty() && sessions.isUnderWay(here)) {
      // Stored first: when the update is handled again, the conversation is over, and nothing else
      // may be ended.
      Outcome unused = effects.once(update(), EFFECT, () -> CONVERSATION);
      boolean unusedToo = sessions.stop(here);
      return;
    }
    Outcome meant = effects.once(update(), EFFECT, () -> meant(call));
    Optional<Expectation.Kind> waitedFor = Expectation.Kind.of(meant.word());
    Phrases phrases = call.phrases();
    if (meant.is(UPLOAD.word())) {
      boolean unused = uploads.cancelAt(call.owner(), here);
      sayAndThatJobsGoOn(call, "cancel.upload");
    } else if (waitedFor.isPresent()) {
      boolean unused = feedback.dropQuestion(call.envelope(), phrases);
      expectations.clear(call.owner(), here);
      sayAndThatJobsGoOn(call, key(waitedFor.get()));
    } else if (meant.is(MY_DATA.word())) {
      boolean unused = myData.stop(call.owner());
      say(call, Reply.of(phrases.of("cancel.mydata")));
    } else if (meant.is(NOTHING.word())) {
      say(call, Reply.of(phrases.of("cancel.nothing")));
    } else if (meant.is(JobCancellation.WORD)) {
      say(call, jobs.cancel(phrases, call.owner(), meant));
    }
  }

  private void sayAndThatJobsGoOn(Call call, String key) throws IOException {
    String cancelled = call.phrases().of(key);
    boolean training = !jobs.open(call.owner()).isEmpty();
    say(
        call,
        Reply.of(training ? cancelled + " " + call.phrases().of("cancel.not-jobs") : cancelled));
  }

  /** What is said when something is not waited for any more. */
  private static String key(Expectation.Kind kind) {
    return switch (kind) {
      case FILE -> "cancel.file";
      case CORRECTION -> "cancel.correction";
      case BEGINNING -> "cancel.beginning";
      case ERASURE -> "forget.kept";
      case VOICE_BOT -> "cancel.bot";
      case PASSPHRASE -> "cancel.export";
    };
  }

  /** Finds out what to cancel, apart from a conversation of models. */
  private Outcome meant(Call call) {
    Address here = call.envelope().address();
    if (uploads.anyAt(call.owner(), here)) {
      return UPLOAD;
    }
    Optional<Expectation> waitedFor = expectations.expected(call.owner(), here, clock.instant());
    if (waitedFor.isPresent()) {
      return Outcome.of(waitedFor.get().kind().word());
    }
    if (myData.isUnderWay(call.owner())) {
      return MY_DATA;
    }
    List<Job> open = jobs.open(call.owner());
    return open.isEmpty() ? NOTHING : JobCancellation.outcome(open);
  }

  private OptionalLong update() {
    return channel.cause().number();
  }

  private void say(Call call, Reply reply) throws IOException {
    channel.send(call.envelope().address(), reply);
  }
}
