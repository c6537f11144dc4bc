package io.mynah.chat.dispatch;

import io.mynah.chat.Envelope;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.converse.ConverseSessions;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.feature.Services;
import io.mynah.chat.feedback.FeedbackFeature;
import io.mynah.chat.mydata.MyDataCommand;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.TrainingNoticeUpdater;
import io.mynah.chat.training.TrainingRequests;
import io.mynah.chat.upload.UploadFeature;
import java.time.Clock;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The feature of the general commands: how to begin, help, what is in progress, cancelling and
 * inviting. Thread-safe.
 */
final class GeneralFeature implements Feature {
  private final StartCommand start;
  private final HelpCommand help;
  private final StatusCommand status;
  private final CancelCommand cancel;
  private final InviteCommand invite;

  /**
   * @param samples whether there are sample chats to begin with
   * @param administrators who may let others in
   */
  GeneralFeature(
      Services services,
      boolean samples,
      AccessConfig access,
      Predicate<Envelope> administrators,
      UploadFeature uploads,
      TrainingRequests trainings,
      ConverseSessions sessions,
      MyDataCommand myData,
      FeedbackFeature feedback,
      TrainingNoticeUpdater board,
      Roster roster,
      Clock clock) {
    boolean byLink = access.allowed() instanceof AllowedUsers.ByLink;
    start =
        new StartCommand(services.channel(), samples, who -> byLink && administrators.test(who));
    help = new HelpCommand(services.channel(), administrators);
    status = new StatusCommand(services, uploads, board);
    cancel =
        new CancelCommand(services, uploads, trainings, sessions, myData, feedback, roster, clock);
    invite = new InviteCommand(services.channel(), services.invitations(), access, clock);
  }

  @Override
  public Map<String, Command> commands() {
    return Map.of(
        "start", start, "help", help, "status", status, "cancel", cancel, "invite", invite);
  }

  @Override
  public Map<Verb, PressHandler> buttons() {
    return Map.of(Verb.CANCEL_JOB, cancel::cancelOne, Verb.CANCEL_JOBS, cancel::cancelAll);
  }
}
