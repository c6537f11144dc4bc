package io.mynah.telegram.connection;

import io.mynah.chat.VoiceBotHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.telegram.telegrambots.meta.api.methods.GetMe;
import org.telegram.telegrambots.meta.api.methods.botapimethods.BotApiMethod;
import org.telegram.telegrambots.meta.api.methods.commands.SetMyCommands;
import org.telegram.telegrambots.meta.api.methods.description.SetMyDescription;
import org.telegram.telegrambots.meta.api.methods.description.SetMyShortDescription;
import org.telegram.telegrambots.meta.api.methods.name.SetMyName;
import org.telegram.telegrambots.meta.api.objects.commands.BotCommand;
import org.telegram.telegrambots.meta.api.objects.commands.scope.BotCommandScope;
import org.telegram.telegrambots.meta.api.objects.commands.scope.BotCommandScopeAllGroupChats;
import org.telegram.telegrambots.meta.api.objects.commands.scope.BotCommandScopeAllPrivateChats;
import org.telegram.telegrambots.meta.api.objects.commands.scope.BotCommandScopeChat;

/** Reads the bot's name from Telegram, and sets its descriptions and command menus. */
public final class BotProfile {
  private static final Logger log = LoggerFactory.getLogger(BotProfile.class);

  private final BotApi api;
  private final BackgroundCalls backgroundCalls;
  private final List<BotIntroduction> introductions;

  public BotProfile(
      BotApi api, BackgroundCalls backgroundCalls, List<BotIntroduction> introductions) {
    this.api = api;
    this.backgroundCalls = backgroundCalls;
    this.introductions = List.copyOf(introductions);
  }

  /** The bot's user name. */
  public String name() throws ApiFault, InterruptedException {
    return api.call(new GetMe()).getUserName();
  }

  /**
   * Sets menus and descriptions in the background, since the server may ask for long waits. The bot
   * works without them, so failures are only logged.
   */
  public void introduce() {
    introductions.forEach(this::introduce);
  }

  /** Sets the personal menus in the same way. */
  public void introducePersonally(List<BotIntroduction> changed) {
    for (BotIntroduction introduction : changed) {
      personalMenus(introduction).forEach(this::send);
    }
  }

  /**
   * Sets the name and the descriptions of a voice's own bot in the same way.
   *
   * @param name null to leave it as it is
   */
  public void present(@Nullable String name, List<VoiceBotHost.Profile> profiles) {
    if (name != null) {
      send(new SetMyName(name, null));
    }
    for (VoiceBotHost.Profile profile : profiles) {
      send(about(profile.about(), profile.language()));
      send(description(profile.description(), profile.language()));
    }
  }

  private static SetMyShortDescription about(String text, @Nullable String language) {
    SetMyShortDescription about = new SetMyShortDescription();
    about.setShortDescription(text);
    about.setLanguageCode(language);
    return about;
  }

  private static SetMyDescription description(String text, @Nullable String language) {
    SetMyDescription description = new SetMyDescription();
    description.setDescription(text);
    description.setLanguageCode(language);
    return description;
  }

  private static List<SetMyCommands> personalMenus(BotIntroduction introduction) {
    return introduction.personalCommands().entrySet().stream()
        .map(
            menu ->
                menu(
                    menu.getValue(),
                    new BotCommandScopeChat(menu.getKey().toString()),
                    introduction.language()))
        .toList();
  }

  private void send(BotApiMethod<Boolean> method) {
    backgroundCalls.run(
        method, fault -> log.warn("The bot was not presented: {}", fault.getMessage()));
  }

  private void introduce(BotIntroduction introduction) {
    String language = introduction.language();
    SetMyCommands privately =
        menu(introduction.commands(), new BotCommandScopeAllPrivateChats(), language);
    SetMyCommands inGroups =
        menu(introduction.groupCommands(), new BotCommandScopeAllGroupChats(), language);
    SetMyShortDescription page = about(introduction.shortDescription(), language);
    SetMyDescription emptyChat = description(introduction.description(), language);
    List<BotApiMethod<Boolean>> methods =
        new ArrayList<>(List.of(privately, inGroups, page, emptyChat));
    methods.addAll(personalMenus(introduction));
    methods.forEach(this::send);
  }

  private static SetMyCommands menu(
      Map<String, String> commands, BotCommandScope where, @Nullable String language) {
    return SetMyCommands.builder()
        .commands(
            commands.entrySet().stream()
                .map(command -> new BotCommand(command.getKey(), command.getValue()))
                .toList())
        .scope(where)
        .languageCode(language)
        .build();
  }
}
