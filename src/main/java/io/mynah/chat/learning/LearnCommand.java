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
import java.util.Optional;

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
    say(
        call,
        outcome.is(ALREADY)
            ? phrases.of("learn.already")
            : phrases.of("learn.begun", "who", username == null ? "none" : "@" + username));
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
    Optional<Learning> theirs =
        groups.at(group.address()).stream()
            .filter(learning -> learning.owner().equals(owner))
            .findFirst();
    return theirs.isPresent() && groups.end(owner, theirs.get().chat(), clock.instant());
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
