package io.mynah.chat.users;

import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.limits.Limits;
import io.mynah.chat.users.UserAccess.Entrance;
import io.mynah.chat.words.Languages;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.OwnerId;
import io.mynah.store.conversation.UserLimits;
import io.mynah.store.conversation.UserUsage;
import io.mynah.store.conversation.UserUsage.User;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code /admin [ID [WHAT LIMIT]]}, for administrators of the bot: who uses it and how much, who is
 * put out, and what one person may use. It never shows what anybody wrote. The dispatcher lets only
 * administrators use the command; its buttons check that themselves. Thread-safe.
 */
public final class AdminCommand implements Command, Feature {
  private static final Pattern ARGUMENTS = Pattern.compile("(\\d{1,18})(?:\\s+(\\S+)\\s+(\\S+))?");

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Duration QUESTION_LIFE = Duration.ofHours(1);

  private final Channel channel;
  private final Clock clock;
  private final UserAccess access;
  private final UserUsage usage;
  private final UserLimits userLimits;
  private final UserRemoval removal;
  private final UserText text;

  /**
   * @param limits of everybody
   * @param setting the name of the setting that says who is let in
   */
  public AdminCommand(
      Environment environment,
      UserAccess access,
      UserUsage usage,
      UserLimits userLimits,
      UserRemoval removal,
      Limits limits,
      String setting) {
    channel = environment.channel();
    clock = environment.clock();
    this.access = access;
    this.usage = usage;
    this.userLimits = userLimits;
    this.removal = removal;
    text = new UserText(limits, setting);
  }

  @Override
  public Map<String, Command> commands() {
    return Map.of("admin", this);
  }

  @Override
  public Map<Verb, PressHandler> buttons() {
    return Map.of(
        Verb.USERS_PAGE, this::pressPage,
        Verb.USER_CARD, this::pressCard,
        Verb.PUT_OUT, this::pressPutOut,
        Verb.PUT_OUT_KEEPING, pressed -> putOut(pressed, false),
        Verb.PUT_OUT_ERASING, pressed -> putOut(pressed, true));
  }

  @Override
  public void run(Call call) throws IOException {
    channel.send(call.envelope().address(), reply(call));
  }

  private Reply reply(Call call) {
    Phrases phrases = call.phrases();
    if (call.arguments().isEmpty()) {
      return list(phrases, 0);
    }
    Matcher words = ARGUMENTS.matcher(call.arguments());
    if (!words.matches()) {
      return Reply.of(phrases.of("admin.usage"));
    }
    Optional<User> user = usage.find(Long.parseLong(words.group(1)));
    if (user.isEmpty()) {
      return Reply.of(phrases.of("admin.unknown"));
    }
    if (words.group(2) != null) {
      Optional<UserLimits.Own> limits =
          changed(user.get().limits(), words.group(2), words.group(3));
      if (limits.isEmpty()) {
        return Reply.of(phrases.of("admin.usage"));
      }
      userLimits.set(user.get().owner(), limits.get());
      user = usage.find(user.get().id());
    }
    return user.map(each -> text.card(phrases, each, access.entrance()))
        .orElseGet(() -> Reply.of(phrases.of("admin.unknown")));
  }

  /** The limits with another one of them; empty if the words mean none. */
  private static Optional<UserLimits.Own> changed(UserLimits.Own before, String what, String most) {
    boolean usual = Languages.means(most, "admin.word-default");
    if (!usual && !NUMBER.matcher(most).matches()) {
      return Optional.empty();
    }
    @Nullable Integer number = usual ? null : Integer.valueOf(most);
    if (Languages.means(what, "admin.word-trainings")) {
      return Optional.of(new UserLimits.Own(number, before.messages(), before.megabytes()));
    }
    if (Languages.means(what, "admin.word-messages")) {
      return Optional.of(new UserLimits.Own(before.trainings(), number, before.megabytes()));
    }
    return Languages.means(what, "admin.word-megabytes")
        ? Optional.of(new UserLimits.Own(before.trainings(), before.messages(), number))
        : Optional.empty();
  }

  private Reply list(Phrases phrases, long page) {
    List<User> users = usage.all();
    return text.list(phrases, users, page, access.entrance());
  }

  private boolean mayPress(PressHandler.Pressed pressed) {
    return pressed.envelope().isPrivate() && access.administers(pressed.envelope());
  }

  private Optional<User> user(PressHandler.Pressed pressed) {
    return mayPress(pressed) ? usage.find(pressed.id(0)) : Optional.empty();
  }

  boolean pressPage(PressHandler.Pressed pressed) {
    if (!mayPress(pressed)) {
      return false;
    }
    channel.edit(pressed.message(), list(pressed.phrases(), pressed.id(0)));
    return true;
  }

  boolean pressCard(PressHandler.Pressed pressed) {
    Optional<User> user = user(pressed);
    user.ifPresent(
        each ->
            channel.edit(pressed.message(), text.card(pressed.phrases(), each, access.entrance())));
    return user.isPresent();
  }

  boolean pressPutOut(PressHandler.Pressed pressed) {
    Optional<User> user = user(pressed);
    user.ifPresent(
        each ->
            channel.edit(
                pressed.message(),
                whyNot(pressed, each.owner())
                    .orElseGet(() -> UserText.question(pressed.phrases(), each, now()))));
    return user.isPresent();
  }

  /**
   * Why a user cannot be put out, if so. Of those whom the settings list by their user names, only
   * the presser is known.
   */
  private Optional<Reply> whyNot(PressHandler.Pressed pressed, OwnerId owner) {
    Phrases phrases = pressed.phrases();
    if (access.entrance() != Entrance.LINK) {
      return Optional.of(text.fixed(phrases, access.entrance()));
    }
    return access.isAdministrator(owner) || owner.equals(pressed.owner())
        ? Optional.of(Reply.of(phrases.of("admin.fixed-administrator")))
        : Optional.empty();
  }

  private boolean putOut(PressHandler.Pressed pressed, boolean erases) throws IOException {
    Instant asked = Instant.ofEpochMilli(pressed.id(1));
    if (!mayPress(pressed) || asked.plus(QUESTION_LIFE).isBefore(now())) {
      return false;
    }
    Optional<User> user = usage.find(pressed.id(0));
    if (user.isPresent()) {
      Optional<Reply> refused = whyNot(pressed, user.get().owner());
      if (refused.isPresent()) {
        channel.edit(pressed.message(), refused.get());
        return true;
      }
      channel.progress(pressed.message(), Reply.of(pressed.phrases().of("admin.under-way")));
      removal.putOut(user.get().owner(), erases);
    } else if (!channel.cause().again()) {
      return false;
    }
    // An earlier process may have erased all of them.
    channel.edit(pressed.message(), UserText.done(pressed.phrases(), pressed.id(0), erases));
    return true;
  }

  /**
   * When the update that is being answered arrived: the time to answer does not run out while the
   * bot is down.
   */
  private Instant now() {
    return channel.cause().receivedAt().orElseGet(clock::instant);
  }
}
