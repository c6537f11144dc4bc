package io.mynah.chat.buttons;

import io.mynah.chat.Button;
import java.util.ArrayList;
import java.util.List;

/** Arranges buttons in rows that fit the width of a phone. */
public final class ButtonRows {
  private static final int MOST_A_ROW = 4;

  private ButtonRows() {}

  /**
   * Puts short labels side by side: up to {@value #MOST_A_ROW}, as long as the letters of a row
   * stay below {@code width}.
   */
  public static List<List<Button>> of(List<Button> buttons, int width) {
    List<List<Button>> rows = new ArrayList<>();
    int used = width;
    for (Button button : buttons) {
      int length = button.label().length();
      if (used + length > width || rows.get(rows.size() - 1).size() == MOST_A_ROW) {
        rows.add(new ArrayList<>());
        used = 0;
      }
      rows.get(rows.size() - 1).add(button);
      used += length;
    }
    return rows;
  }
}
