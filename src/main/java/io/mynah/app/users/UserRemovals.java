package io.mynah.app.users;

import io.mynah.app.wiring.ApplicationContext;
import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ExitCode;
import io.mynah.chat.dispatch.Administrators;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.store.blobs.BlobName;
import io.mynah.store.conversation.Uploads;
import io.mynah.store.corpora.Removals;
import io.mynah.store.corpora.Removals.Removal;
import io.mynah.training.TrainingService;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Puts users out from the command line, whether the bot runs in another process or not. */
final class UserRemovals {
  /** How long to wait for a running bot; it looks every second, and erasing takes its time. */
  private static final Duration MOST_WAIT = Duration.ofMinutes(1);

  private static final long LOOKED_EVERY_MILLIS = 100;

  private final CommandEnvironment environment;

  UserRemovals(CommandEnvironment environment) {
    this.environment = environment;
  }

  /**
   * Checks that a user can be put out.
   *
   * @throws CommandFailure if not, with what can be done instead
   */
  void check(ApplicationContext application, OwnerId owner) {
    String allowed = application.config.allowed();
    if (!application.config.isByLink()) {
      throw new CommandFailure(
          allowed.equals("everyone")
              ? "The bot answers everyone, as MYNAH_ALLOWED says, so nobody can be put out. Set it to link, or to a list of those who may use the bot, and start the bot again."
              : "MYNAH_ALLOWED is a list, which alone says who is let in. Take them off the list and start the bot again.",
          ExitCode.USAGE);
    }
    boolean administers =
        Administrators.parse(application.config.administrators())
            .names(owner, application.invitations.firstAdmitted());
    if (administers) {
      throw new CommandFailure(
          "They administer the bot and cannot be put out. Name others in MYNAH_ADMINISTRATORS first, and start the bot again.");
    }
  }

  /** Puts a user out, and returns when that is done, as far as it can be done now. */
  void remove(OwnerId owner, boolean erases) throws IOException {
    Removal removal = new Removal(owner, erases);
    boolean running;
    try (ApplicationContext application = ApplicationContext.open(environment)) {
      new Removals(application.database).begin(removal, application.clock.instant());
      running = application.isBusy();
      say("They are put out: the bot answers them no more.");
      if (running) {
        say(
            completes(new Removals(application.database), removal)
                ? ended(erases)
                : "The Mynah that is running, or the next start of the bot, ends what was under way for them"
                    + (erases ? ", and erases what it keeps for them." : "."));
      }
    }
    if (!running && erases) {
      eraseNow(removal);
    }
  }

  private static String ended(boolean erased) {
    return erased
        ? "What was under way for them has ended, and everything that was kept for them is erased."
        : "What was under way for them has ended. What is kept for them is still there.";
  }

  private static boolean completes(Removals removals, Removal removal) {
    long end = System.nanoTime() + MOST_WAIT.toNanos();
    while (removals.pending().stream().anyMatch(each -> each.owner().equals(removal.owner()))) {
      if (System.nanoTime() > end) {
        return false;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOOKED_EVERY_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /** Erases where this bot does not run; others may run on the same database server. */
  private void eraseNow(Removal removal) throws IOException {
    try {
      eraseAlone(removal);
    } catch (CommandFailure e) {
      if (e.exitCode() != ExitCode.IN_USE) {
        throw e;
      }
      say("What is kept for them is erased when the bot starts: another Mynah uses the database.");
      return;
    }
    say(ended(true));
  }

  private void eraseAlone(Removal removal) throws IOException {
    OwnerId owner = removal.owner();
    try (ApplicationContext application = ApplicationContext.openAlone(environment, false)) {
      try (TrainingService training = application.training(job -> {})) {
        for (Person person : application.corpora.peopleOfChats(owner)) {
          training.cancelAndWait(person.id());
          application.models.delete(person.id());
        }
      }
      Uploads uploads = new Uploads(application.database);
      for (Uploads.StoredUpload upload : uploads.of(owner)) {
        application.blobs.delete(BlobName.Group.upload(upload.id()));
        uploads.delete(upload.id());
      }
      application.corpora.forgetEverything(owner);
      new Removals(application.database).delete(removal);
    }
  }

  private void say(String words) {
    environment.terminal().out().println(words);
  }
}
