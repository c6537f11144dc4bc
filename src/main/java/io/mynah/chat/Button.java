package io.mynah.chat;

/**
 * A button under a message.
 *
 * @param action what comes back when it is pressed: at most 64 bytes of UTF-8, no text of a chat
 */
public record Button(String label, String action) {
  public Button {
    label = Emphasis.off(label);
  }
}
