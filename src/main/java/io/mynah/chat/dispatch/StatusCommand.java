package io.mynah.chat.dispatch;

import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.training.TrainingNotice;
import io.mynah.chat.training.TrainingNoticeUpdater;
import io.mynah.chat.upload.UploadFeature;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Job;
import io.mynah.store.jobs.Jobs;
import io.mynah.store.jobs.VoiceRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code /status}: shows what is running and its progress. */
final class StatusCommand implements Command {
  private final Channel channel;
  private final Jobs jobs;
  private final VoiceRecords voiceRecords;
  private final UploadFeature uploads;
  private final TrainingNoticeUpdater board;

  StatusCommand(
      Channel channel,
      Jobs jobs,
      VoiceRecords voiceRecords,
      UploadFeature uploads,
      TrainingNoticeUpdater board) {
    this.channel = channel;
    this.jobs = jobs;
    this.voiceRecords = voiceRecords;
    this.uploads = uploads;
    this.board = board;
  }

  @Override
  public void run(Call call) throws IOException {
    Phrases phrases = call.phrases();
    List<String> lines =
        new ArrayList<>(uploads.status(call.owner(), call.envelope().address(), phrases));
    TrainingNotice text = new TrainingNotice(phrases);
    List<Job> open = jobs.open(call.owner());
    open.forEach(job -> lines.add(text.line(board.view(job))));
    if (lines.isEmpty()) {
      boolean anyone = !voiceRecords.of(call.owner()).isEmpty();
      lines.add(phrases.of(anyone ? "status.idle" : "status.nothing"));
    }
    List<List<Button>> buttons =
        open.isEmpty()
            ? List.of()
            : List.of(
                List.of(
                    phrases.button(
                        open.size() == 1 ? "button.cancel" : "button.cancel-trainings",
                        Action.of(Verb.CANCEL_JOBS))));
    channel.send(call.envelope().address(), new Reply(String.join("\n", lines), buttons));
  }
}
