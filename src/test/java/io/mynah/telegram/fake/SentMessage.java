package io.mynah.telegram.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A message of the bot as it looks at a moment.
 *
 * @param topic the topic it stands in, 0 if in none
 * @param text its words; of a picture or file, its caption, which may be empty; of a rich message,
 *     a line for each block and each row of a table
 * @param blocks those of a rich message, as the API shows them; null if it is none
 * @param file the picture or file that it is, null if it is none
 * @param isPicture whether the file is shown as a picture
 * @param edits how often it was changed
 * @param sentNanos when it was sent, by {@link System#nanoTime()}
 */
public record SentMessage(
    long chat,
    int id,
    int topic,
    String text,
    JsonNode blocks,
    FakeFile file,
    boolean isPicture,
    List<List<Button>> buttons,
    int edits,
    long sentNanos) {
  /** A button under a message. */
  public record Button(String label, String data) {}

  /** All buttons in reading order. */
  public List<Button> allButtons() {
    return buttons.stream().flatMap(List::stream).toList();
  }

  SentMessage changed(String newText, List<List<Button>> newButtons) {
    return new SentMessage(
        chat, id, topic, newText, null, file, isPicture, newButtons, edits + 1, sentNanos);
  }
}
