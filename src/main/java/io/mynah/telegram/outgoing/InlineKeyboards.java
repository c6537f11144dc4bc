package io.mynah.telegram.outgoing;

import io.mynah.chat.Button;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.InlineKeyboardMarkup;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.buttons.InlineKeyboardButton;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.buttons.InlineKeyboardRow;

/** Converts buttons to Telegram's inline keyboards. */
public final class InlineKeyboards {
  private InlineKeyboards() {}

  /** Rows of buttons; null for none. */
  public static @Nullable InlineKeyboardMarkup of(List<List<Button>> buttons) {
    if (buttons.isEmpty()) {
      return null;
    }
    List<InlineKeyboardRow> rows =
        buttons.stream()
            .map(row -> new InlineKeyboardRow(row.stream().map(InlineKeyboards::button).toList()))
            .toList();
    return new InlineKeyboardMarkup(rows);
  }

  private static InlineKeyboardButton button(Button button) {
    return InlineKeyboardButton.builder()
        .text(button.label())
        .callbackData(button.action())
        .build();
  }
}
