package io.mynah.chat.users;

import io.mynah.chat.Button;
import io.mynah.chat.Emphasis;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.ButtonRows;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.limits.Limits;
import io.mynah.chat.users.UserAccess.Entrance;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.store.conversation.UserUsage.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What administrators read of users: ids and counts. Immutable. */
final class UserText {
  private static final int PAGE = 12;
  private static final int ROW_LENGTH = 36;
  private static final long MEGABYTE = 1L << 20;

  private final Limits limits;
  private final String setting;

  /**
   * @param limits of everybody
   * @param setting the name of the setting that says who is let in
   */
  UserText(Limits limits, String setting) {
    this.limits = limits;
    this.setting = setting;
  }

  /** A page of all users. */
  Reply list(Phrases phrases, List<User> users, long wanted, Entrance entrance) {
    int pages = Math.max(1, (users.size() + PAGE - 1) / PAGE);
    int page = (int) Math.min(wanted, pages - 1);
    List<User> shown = users.subList(page * PAGE, Math.min(users.size(), (page + 1) * PAGE));
    List<String> lines = new ArrayList<>();
    lines.add(phrases.of("admin.head", "count", users.size()));
    shown.forEach(user -> lines.add(line(phrases, user, entrance)));
    String foot =
        entrance == Entrance.LINK
            ? phrases.of("admin.foot-link")
            : phrases.of("admin.foot-setting", "setting", setting);
    List<List<Button>> rows =
        new ArrayList<>(ButtonRows.of(shown.stream().map(UserText::button).toList(), ROW_LENGTH));
    List<Button> turning = new ArrayList<>();
    if (page > 0) {
      turning.add(phrases.button("button.previous", Action.of(Verb.USERS_PAGE, page - 1)));
    }
    if (page < pages - 1) {
      turning.add(phrases.button("button.next", Action.of(Verb.USERS_PAGE, page + 1)));
    }
    if (!turning.isEmpty()) {
      rows.add(turning);
    }
    return new Reply(String.join("\n", lines) + "\n\n" + foot, rows);
  }

  private static Button button(User user) {
    long id = user.id();
    return new Button(Long.toString(id), Action.of(Verb.USER_CARD, id).encode());
  }

  private static String line(Phrases phrases, User user, Entrance entrance) {
    String line =
        phrases.of(
            "admin.line",
            "user",
            mention(user.id()),
            "messages",
            user.messages(),
            "size",
            Wording.size(phrases, user.bytes()),
            "voices",
            user.voices(),
            "done",
            user.done(),
            "open",
            user.open());
    boolean out = entrance == Entrance.LINK && user.admittedAt() == null;
    return out ? line + " " + phrases.of("admin.out") : line;
  }

  private static String mention(long id) {
    return Emphasis.user(Long.toString(id));
  }

  /** One user, and what may be done about them. */
  Reply card(Phrases phrases, User user, Entrance entrance) {
    Integer trainings = user.limits().trainings();
    Integer messages = user.limits().messages();
    Integer megabytes = user.limits().megabytes();
    long bytes = megabytes == null ? limits.storedBytes() : megabytes * MEGABYTE;
    String text =
        line(phrases, user, entrance)
            + "\n\n"
            + phrases.of(
                "admin.limits",
                "trainings",
                trainings == null ? limits.jobs() : trainings,
                "messages",
                messages == null ? 0 : messages,
                "megabytes",
                bytes / MEGABYTE)
            + "\n"
            + phrases.of("admin.limits-how", "id", Long.toString(user.id()));
    return new Reply(
        text,
        List.of(
            List.of(
                phrases.button("button.put-out", Action.of(Verb.PUT_OUT, user.id())),
                phrases.button("card.back", Action.of(Verb.USERS_PAGE, 0)))));
  }

  /** Asks whether to put a user out, and what becomes of what is kept for them. */
  static Reply question(Phrases phrases, User user, Instant now) {
    long id = user.id();
    long at = now.toEpochMilli();
    return new Reply(
        phrases.of(
            "admin.ask",
            "user",
            mention(user.id()),
            "messages",
            user.messages(),
            "voices",
            user.voices()),
        List.of(
            List.of(phrases.button("button.put-out-keep", Action.of(Verb.PUT_OUT_KEEPING, id, at))),
            List.of(
                phrases.button("button.put-out-erase", Action.of(Verb.PUT_OUT_ERASING, id, at))),
            List.of(phrases.button("button.leave-in", Action.of(Verb.USER_CARD, id)))));
  }

  static Reply done(Phrases phrases, long id, boolean erased) {
    return Reply.of(phrases.of(erased ? "admin.erased" : "admin.kept", "user", mention(id)));
  }

  /** Why nobody can be put out here. */
  Reply fixed(Phrases phrases, Entrance entrance) {
    String key = entrance == Entrance.LIST ? "admin.fixed-list" : "admin.fixed-everyone";
    return Reply.of(phrases.of(key, "setting", setting));
  }
}
