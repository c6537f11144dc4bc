package io.mynah.chat.group;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.converse.ConverseSessions;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.guess.GuessCommand;
import io.mynah.chat.limits.Quotas;
import io.mynah.chat.people.PeopleDirectory;
import io.mynah.chat.voice.Delivery;
import io.mynah.chat.voice.OwnBots;
import io.mynah.chat.voice.ReplyPipeline;
import io.mynah.chat.voice.VoiceReactions;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.GroupPermission;
import io.mynah.store.corpora.Shares;
import io.mynah.store.inbox.UpdateEffects;
import io.mynah.store.inbox.UpdateEffects.Outcome;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The feature for others than the owner: people who are shared in groups, and answers in other
 * chats. Wires its classes by hand. Thread-safe.
 */
public final class GroupFeature implements Feature {
  private final Channel channel;
  private final Shares shares;
  private final UpdateEffects effects;
  private final Clock clock;
  private final Delivery replies;
  private final SharingCommands sharing;
  private final GroupDispatcher dispatcher;
  private final InlineAnswers inline;
  private final GuestAnswers guests;
  private final OwnBots ownBots;
  private final GroupVoiceBots voiceBots;
  private final UnpromptedMessages unprompted;

  /** What people who are shared in a group can be used for beside replies. */
  public record Games(ConverseSessions sessions, GuessCommand guess) {}

  /**
   * @param pipeline of replies in groups; its delivery is closed with this feature
   * @param ownBots by which the voices speak in groups
   * @param owners who may have people of their own
   * @param random gives the randomness of when a voice says something unasked
   */
  public GroupFeature(
      Environment environment,
      Shares shares,
      PeopleDirectory people,
      ReplyPipeline pipeline,
      OwnBots ownBots,
      VoiceReactions reactions,
      Games games,
      Predicate<Envelope> owners,
      Quotas quotas,
      Supplier<RandomGenerator> random) {
    channel = environment.channel();
    this.shares = shares;
    effects = environment.effects();
    clock = environment.clock();
    replies = pipeline.delivery();
    sharing =
        new SharingCommands(channel, shares, effects, people.roster(), people.voices(), clock);
    GroupRoster groupRoster = new GroupRoster(shares, people.voices());
    GroupReplies groupReplies =
        new GroupReplies(channel, groupRoster, pipeline, shares.unprompted(), clock);
    GroupGames groupGames = new GroupGames(channel, groupRoster, games.sessions(), games.guess());
    dispatcher =
        new GroupDispatcher(
            channel,
            owners,
            groupReplies,
            groupGames,
            new GroupMentions(groupRoster, pipeline.spokenMessages(), ownBots),
            sharing,
            quotas);
    this.ownBots = ownBots;
    voiceBots =
        new GroupVoiceBots(
            channel, groupRoster, groupReplies, groupGames, ownBots, reactions, quotas);
    unprompted =
        new UnpromptedMessages(
            environment, shares, groupRoster, pipeline, ownBots, games.sessions(), random);
    inline = new InlineAnswers(channel, people.roster(), people.voices(), pipeline);
    guests = new GuestAnswers(channel, people.roster(), people.voices(), pipeline);
  }

  /**
   * The commands of private chats; for those of groups see {@link #handle(Command.Call, String,
   * Group)}.
   */
  @Override
  public Map<String, Command> commands() {
    return Map.of("share", sharing::explain, "unshare", sharing::unshareAnywhere);
  }

  @Override
  public Map<Verb, PressHandler> buttons() {
    return Map.of(
        Verb.SHARE,
        sharing::pressShare,
        Verb.UNSHARE,
        sharing::pressUnshare,
        Verb.SHARED,
        sharing::pressShared,
        Verb.REAL_MESSAGES,
        sharing.allowing(GroupPermission.REAL_MESSAGES),
        Verb.ANSWER_MENTIONS,
        sharing.allowing(GroupPermission.MENTIONS),
        Verb.SPEAK_UNPROMPTED,
        sharing.allowing(GroupPermission.UNPROMPTED));
  }

  /**
   * Handles a command in a group.
   *
   * @param command its name; one that private chats know
   * @throws IOException when the answer cannot be sent
   */
  public void handle(Command.Call call, String command, Group group) throws IOException {
    dispatcher.handle(call, command, group);
  }

  /**
   * Handles a button press in a group; buttons that are not for groups or no longer valid do
   * nothing.
   *
   * @throws IOException when the answer cannot be sent
   */
  public void handle(PressHandler.Pressed pressed, Group group) throws IOException {
    dispatcher.handle(pressed, group);
  }

  /**
   * Handles a message without a command in a group, where it is for a person who is shared there.
   *
   * @throws IOException when the answer cannot be sent
   */
  public void handle(Incoming.Text text, Phrases phrases, Group group) throws IOException {
    dispatcher.handle(text, phrases, group);
  }

  /** Whether a message is said to a voice: it is not kept. */
  public boolean isToVoice(Incoming.Text text, Group group) {
    return dispatcher.isToVoice(text, group);
  }

  /**
   * Handles a message in a group that a voice's own bot heard.
   *
   * @throws IOException when the answer cannot be sent
   */
  public void handleOfVoiceBot(Incoming.Text text, Phrases phrases, Group group)
      throws IOException {
    voiceBots.handle(text, phrases, group);
  }

  /** Notes whether a voice's own bot is in a group now; the group as that bot has it. */
  public void memberOfVoiceBot(Address group, boolean present) {
    ownBots.member(group, present);
  }

  /** Offers answers to an owner who types an inline query in another chat. */
  public void answer(Incoming.Query query, Phrases phrases) {
    inline.answer(query, phrases);
  }

  /**
   * Answers an owner's question in a chat that Mynah is no member of.
   *
   * @throws IOException when a hint in the private chat cannot be sent
   */
  public void answer(Incoming.Guest question, Phrases phrases) throws IOException {
    guests.answer(question, phrases);
  }

  /** Moves the shares of a group that has a new address. */
  public void moved(Address from, Address to) {
    shares.moved(from, to);
  }

  /**
   * Handles that the bot was added to a group or removed from it; a removal ends the group's
   * shares.
   */
  public void member(Address group, boolean present) {
    Outcome unused =
        effects.once(
            channel.cause().number(),
            "member",
            () -> {
              if (present) {
                shares.joined(group);
              } else {
                shares.left(group, clock.instant());
              }
              return Outcome.of("done");
            });
  }

  @Override
  public void resume() {
    unprompted.resume();
  }

  @Override
  public void close() {
    unprompted.close();
    replies.close();
  }
}
