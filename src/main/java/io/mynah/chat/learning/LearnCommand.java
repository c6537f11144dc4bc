package io.mynah.chat.learning;

import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.ButtonRows;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Chat;
import io.mynah.domain.ChatId;
import io.mynah.domain.Group;
import io.mynah.domain.OwnerId;
import io.mynah.store.corpora.LearningGroups;
import io.mynah.store.corpora.LearningGroups.Learning;
import io.mynah.store.inbox.UpdateEffects;
import io.mynah.store.inbox.UpdateEffects.Outcome;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** {@code /learn} and {@code /unlearn}. Thread-safe. */
final class LearnCommand {
  private static final int ROW_LENGTH = 36;
  private static final int MOST_BUTTONS = 40;
  private static final String BEGUN = "begun";
  private static final String ALREADY = "already";
  private static final String ENDED = "ended";
  private static final String NONE = "none";

  private final Channel channel;
  private final UpdateEffects effects;
  private final LearningGroups groups;
  private final Clock clock;

  LearnCommand(Environment environment, LearningGroups groups) {
    channel = environment.channel();
    effects = environment.effects();
    clock = environment.clock();
    this.groups = groups;
  }

  /** {@code /learn} in a group. */
  void begin(Command.Call call, Group group) throws IOException {
    Outcome outcome =
        effects.once(
            channel.cause().number(),
            "learn",
            () ->
                Outcome.of(
                    groups.begin(
                            call.owner(),
                            group,
                            channel.sourceKey(group.address()),
                            clock.instant())
                        ? BEGUN
                        : ALREADY));
    Phrases phrases = call.phrases();
    String username = call.envelope().username();
    if (outcome.is(ALREADY)) {
      say(call, phrases.of("learn.already"));
      return;
    }
    say(call, phrases.of("learn.begun", "who", username == null ? "none" : "@" + username));
    theirs(call.owner(), group).forEach(each -> groups.told(each.chat(), clock.instant()));
  }

  /** {@code /unlearn} in a group. */
  void end(Command.Call call, Group group) throws IOException {
    Outcome outcome =
        effects.once(
            channel.cause().number(),
            "unlearn",
            () -> Outcome.of(endAt(call.owner(), group) ? ENDED : NONE));
    say(call, call.phrases().of(outcome.is(ENDED) ? "learn.ended" : "learn.not-here"));
  }

  private boolean endAt(OwnerId owner, Group group) {
    boolean ended = false;
    for (Learning each : theirs(owner, group)) {
      ended |= groups.end(owner, each.chat(), clock.instant());
    }
    return ended;
  }

  private List<Learning> theirs(OwnerId owner, Group group) {
    return groups.at(group.address()).stream()
        .filter(learning -> learning.owner().equals(owner))
        .toList();
  }

  /** Either of them in private: lists the groups, each with a button that ends it. */
  void list(Command.Call call) throws IOException {
    channel.send(call.envelope().address(), list(call.owner(), call.phrases()));
  }

  private Reply list(OwnerId owner, Phrases phrases) {
    List<Chat> learning = groups.of(owner);
    if (learning.isEmpty()) {
      return Reply.of(phrases.of("learn.how"));
    }
    List<Button> buttons =
        learning.stream()
            .limit(MOST_BUTTONS)
            .map(
                chat ->
                    new Button(
                        phrases.of("button.unlearn", "group", Wording.name(chat.title())),
                        Action.of(Verb.UNLEARN, chat.id().value()).encode()))
            .toList();
    List<String> titles = learning.stream().map(Chat::title).toList();
    return new Reply(
        phrases.of("learn.list", "groups", Wording.names(phrases, titles)),
        ButtonRows.of(buttons, ROW_LENGTH));
  }

  /** Ends learning from a group by a button in the owner's private chat. */
  boolean pressEnd(PressHandler.Pressed pressed) {
    ChatId chat = new ChatId(pressed.id(0));
    Outcome outcome =
        effects.once(
            channel.cause().number(),
            "unlearn",
            () -> Outcome.of(groups.end(pressed.owner(), chat, clock.instant()) ? ENDED : NONE));
    if (outcome.is(ENDED)) {
      channel.edit(pressed.message(), list(pressed.owner(), pressed.phrases()));
    }
    return outcome.is(ENDED);
  }

  private void say(Command.Call call, String sentence) throws IOException {
    channel.send(call.envelope().address(), Reply.of(sentence));
  }
}
