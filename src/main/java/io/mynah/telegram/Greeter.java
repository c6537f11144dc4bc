package io.mynah.telegram;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.telegram.telegrambots.meta.api.methods.GetMe;
import org.telegram.telegrambots.meta.api.methods.commands.SetMyCommands;
import org.telegram.telegrambots.meta.api.methods.description.SetMyShortDescription;
import org.telegram.telegrambots.meta.api.objects.commands.BotCommand;

/** Asks Telegram who the bot is, and tells it how the bot presents itself. */
final class Greeter {
  private static final Logger log = LoggerFactory.getLogger(Greeter.class);

  private final BotApi api;
  private final List<Introduction> introductions;

  Greeter(BotApi api, List<Introduction> introductions) {
    this.api = api;
    this.introductions = List.copyOf(introductions);
  }

  /** The bot's user name. */
  String name() throws ApiFault, InterruptedException {
    return api.call(new GetMe()).getUserName();
  }

  /** Sets menus and descriptions; the bot works without them, so a failure is only logged. */
  void introduce() throws InterruptedException {
    for (Introduction introduction : introductions) {
      try {
        introduce(introduction);
      } catch (ApiFault fault) {
        log.warn("The bot's menu was not set: {}", fault.getMessage());
      }
    }
  }

  private void introduce(Introduction introduction) throws ApiFault, InterruptedException {
    List<BotCommand> commands =
        introduction.commands().entrySet().stream()
            .map(command -> new BotCommand(command.getKey(), command.getValue()))
            .toList();
    SetMyCommands menu = new SetMyCommands(commands);
    menu.setLanguageCode(introduction.language());
    api.call(menu);
    SetMyShortDescription description = new SetMyShortDescription();
    description.setShortDescription(introduction.shortDescription());
    description.setLanguageCode(introduction.language());
    api.call(description);
  }
}
