package io.mynah.app.wiring;

import io.mynah.chat.dispatch.Administrators;
import io.mynah.chat.dispatch.CommandMenu;
import io.mynah.domain.Bot;
import io.mynah.domain.OwnerId;
import io.mynah.store.conversation.Invitations;
import io.mynah.store.inbox.PersonalMenus;
import io.mynah.telegram.connection.BotIntroduction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Builds the bot's descriptions and command menus, for all users and for administrators. */
public final class BotMenus {
  private final Bot bot;
  private final Administrators administrators;
  private final Invitations invitations;
  private final PersonalMenus personal;

  public BotMenus(
      Bot bot, Administrators administrators, Invitations invitations, PersonalMenus personal) {
    this.bot = bot;
    this.administrators = administrators;
    this.invitations = invitations;
    this.personal = personal;
  }

  /** One introduction for each language; the English one is for all other languages, too. */
  public List<BotIntroduction> introductions() {
    Set<Long> ids = administrators.ids(invitations.firstAdmitted());
    ids.forEach(id -> personal.add(bot.owner(id)));
    Set<Long> others = new HashSet<>();
    for (OwnerId owner : personal.owners()) {
      bot.user(owner).ifPresent(others::add);
    }
    others.removeAll(ids);
    return CommandMenu.languages().stream()
        .map(language -> introduction(language, ids, others))
        .toList();
  }

  /**
   * @param formerly former administrators, who get the usual menu
   */
  private static BotIntroduction introduction(Locale language, Set<Long> now, Set<Long> formerly) {
    Map<String, String> all = byName(CommandMenu.in(language));
    Map<Long, Map<String, String>> menus = new HashMap<>();
    now.forEach(id -> menus.put(id, byName(CommandMenu.forAdministrators(language))));
    formerly.forEach(id -> menus.put(id, all));
    return new BotIntroduction(
        language.equals(Locale.ENGLISH) ? null : language.getLanguage(),
        CommandMenu.about(language),
        CommandMenu.description(language),
        all,
        byName(CommandMenu.inGroups(language)),
        menus);
  }

  private static Map<String, String> byName(List<CommandMenu.Entry> entries) {
    Map<String, String> commands = new LinkedHashMap<>();
    entries.forEach(entry -> commands.put(entry.name(), entry.description()));
    return commands;
  }
}
