package io.mynah.chat.dispatch;

import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import java.util.Map;

/** The feature of the general commands: what is in progress, cancelling, inviting. Thread-safe. */
final class GeneralFeature implements Feature {
  private final StatusCommand status;
  private final CancelCommand cancel;
  private final JobCancellation cancellation;
  private final InviteCommand invite;

  GeneralFeature(
      StatusCommand status,
      CancelCommand cancel,
      JobCancellation cancellation,
      InviteCommand invite) {
    this.status = status;
    this.cancel = cancel;
    this.cancellation = cancellation;
    this.invite = invite;
  }

  @Override
  public Map<String, Command> commands() {
    return Map.of("status", status, "cancel", cancel, "invite", invite);
  }

  @Override
  public Map<Verb, PressHandler> buttons() {
    return Map.of(
        Verb.CANCEL_JOB, cancellation::pressOne, Verb.CANCEL_JOBS, cancellation::pressAll);
  }
}
