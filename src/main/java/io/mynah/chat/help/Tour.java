package io.mynah.chat.help;

import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.upload.UploadFeature;
import io.mynah.chat.words.Phrases;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A tour in four steps, which follow each other in one message. It comes only when its button is
 * pressed, and the buttons hold all that is needed, so nothing is stored. Thread-safe.
 */
final class Tour {
  private static final List<String> STEPS =
      List.of("tour.what", "tour.export", "tour.training", "tour.privacy");

  /** The number in the buttons that end the tour; steps are counted from 1. */
  private static final int END = 0;

  private static final int EXPORT = 2;

  private final Channel channel;
  private final UploadFeature uploads;
  private final String sample;
  private final StartCommand start;

  /**
   * @param sample the name of the chat to try; empty if there is none
   */
  Tour(Channel channel, UploadFeature uploads, String sample, StartCommand start) {
    this.channel = channel;
    this.uploads = uploads;
    this.sample = sample;
    this.start = start;
  }

  /** The button that begins the tour, for the message of {@code /start}. */
  static Button offer(Phrases phrases) {
    return phrases.button("button.show-me", Action.of(Verb.TOUR, 1));
  }

  boolean press(PressHandler.Pressed pressed) throws IOException {
    Phrases phrases = pressed.phrases();
    if (pressed.id(0) > STEPS.size()) {
      return false;
    }
    int step = (int) pressed.id(0);
    if (step == 1) {
      channel.edit(pressed.message(), Reply.of(start.text(pressed.envelope(), phrases)));
      channel.send(pressed.envelope().address(), step(phrases, step));
    } else {
      channel.edit(
          pressed.message(), step == END ? Reply.of(phrases.of("tour.end")) : step(phrases, step));
    }
    return true;
  }

  /** Learns the sample chat, and goes on to what happens then. */
  boolean trySample(PressHandler.Pressed pressed) throws IOException {
    if (sample.isEmpty()) {
      return false;
    }
    channel.edit(pressed.message(), step(pressed.phrases(), EXPORT + 1));
    uploads.named(pressed.envelope(), pressed.phrases(), sample);
    return true;
  }

  private Reply step(Phrases phrases, int step) {
    String text = phrases.of(STEPS.get(step - 1));
    List<List<Button>> rows = new ArrayList<>();
    if (step == EXPORT && !sample.isEmpty()) {
      text += "\n\n" + phrases.of("tour.sample");
      rows.add(List.of(phrases.button("button.try-sample", Action.of(Verb.TRY_SAMPLE))));
    }
    rows.add(
        step == STEPS.size()
            ? List.of(phrases.button("button.done", Action.of(Verb.TOUR, END)))
            : List.of(
                phrases.button("button.tour-next", Action.of(Verb.TOUR, step + 1)),
                phrases.button("button.skip", Action.of(Verb.TOUR, END))));
    return new Reply(
        phrases.of("tour.step", "step", step, "count", STEPS.size(), "text", text), rows);
  }
}
