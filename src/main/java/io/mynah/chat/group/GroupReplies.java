package io.mynah.chat.group;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.ButtonRows;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.voice.Delivery;
import io.mynah.chat.voice.ReplyPipeline;
import io.mynah.chat.voice.SharedMessage;
import io.mynah.chat.voice.SpeakArguments;
import io.mynah.chat.voice.VoiceReplies;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.GroupPermission;
import io.mynah.domain.GroupShare;
import io.mynah.domain.MessageRef;
import io.mynah.domain.PersonKey;
import io.mynah.lm.Turn;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.store.corpora.UnpromptedTurns;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code /speak} in a group, and answers to replies to such messages: every member may let the
 * shared people speak. Nothing about their owners is revealed. Thread-safe.
 */
final class GroupReplies {
  /** Limits the messages of a reply so that a group is not flooded. */
  private static final int MOST = 3;

  private static final int ROW_LENGTH = 24;
  private static final Duration MEMORY = Duration.ofHours(1);

  private final Channel channel;
  private final GroupRoster roster;
  private final ReplyPipeline pipeline;
  private final UnpromptedTurns unprompted;
  private final Clock clock;
  private final Cache<MessageRef, String> said =
      Caffeine.newBuilder().maximumSize(1_000).expireAfterWrite(MEMORY).build();

  /**
   * @param unprompted is told who was answered
   */
  GroupReplies(
      Channel channel,
      GroupRoster roster,
      ReplyPipeline pipeline,
      UnpromptedTurns unprompted,
      Clock clock) {
    this.unprompted = unprompted;
    this.channel = channel;
    this.roster = roster;
    this.pipeline = pipeline;
    this.clock = clock;
  }

  /** Whether anyone is shared in the group. */
  boolean anyone(Group group) {
    return !roster.at(group).isEmpty();
  }

  /** Answers as a person who is shared in the group; returns whether anyone is shared. */
  boolean speak(Command.Call call, Group group) throws IOException {
    List<GroupShare> groupShares = roster.at(group);
    if (groupShares.isEmpty()) {
      return false;
    }
    Phrases phrases = call.phrases();
    if (call.arguments().isEmpty()) {
      offer(
          call.envelope(),
          phrases.of("speak.whom"),
          roster.preferred(groupShares),
          arguments(call, ""));
      return true;
    }
    GroupRoster.Found found = roster.find(call.arguments(), groupShares);
    SpeakArguments arguments = arguments(call, found.rest());
    if (found.one()) {
      say(call.envelope(), phrases, found.shares().get(0), List.of(), arguments);
    } else if (found.shares().isEmpty()) {
      String names = GroupRoster.names(phrases, groupShares);
      channel.send(
          call.envelope().address(), Reply.of(phrases.of("group.unknown", "names", names)));
    } else {
      String key = found.sure() ? "speak.which" : "speak.did-you-mean";
      offer(call.envelope(), phrases.of(key), found.shares(), arguments);
    }
    return true;
  }

  private static SpeakArguments arguments(Command.Call call, String rest) {
    SpeakArguments arguments = SpeakArguments.parse(rest);
    Incoming.Answered answered = call.answered();
    String words =
        arguments.said().isEmpty() && answered != null
            ? SharedMessage.unmarked(answered.text())
            : arguments.said();
    boolean capped = arguments.capped() || arguments.count() > MOST;
    return new SpeakArguments(Math.min(MOST, arguments.count()), capped, words);
  }

  private void offer(
      Envelope envelope, String question, List<GroupShare> people, SpeakArguments arguments)
      throws IOException {
    MessageRef asked =
        channel.send(envelope.address(), new Reply(question, buttons(people, arguments.count())));
    if (!arguments.said().isEmpty()) {
      said.put(asked, arguments.said());
    }
  }

  /** A button for each person; two with the same name are told apart only by a number. */
  private static List<List<Button>> buttons(List<GroupShare> people, int count) {
    Map<String, Integer> seen = new HashMap<>();
    return ButtonRows.of(
        people.stream()
            .map(
                share -> {
                  String name = Wording.name(share.person().name());
                  int number = seen.merge(name, 1, Integer::sum);
                  return new Button(
                      number == 1 ? name : name + " (" + number + ")",
                      Action.of(Verb.SPEAK, share.person().id().value(), count).encode());
                })
            .toList(),
        ROW_LENGTH);
  }

  /** Speaks as the person of a button, if that person is shared in the group. */
  void press(PressHandler.Pressed pressed, Group group) throws IOException {
    Optional<GroupShare> share =
        roster.at(group).stream().filter(s -> s.person().id().value() == pressed.id(0)).findFirst();
    if (share.isPresent()) {
      int count = (int) Math.min(MOST, pressed.id(1));
      String words = Optional.ofNullable(said.getIfPresent(pressed.message())).orElse("");
      say(
          pressed.envelope(),
          pressed.phrases(),
          share.get(),
          List.of(),
          new SpeakArguments(count, false, words));
    }
  }

  /**
   * The share of the person who said the message that is replied to, if that person is shared in
   * the group.
   */
  Optional<GroupShare> repliedTo(Incoming.Text reply, Group group) {
    MessageRef message = reply.answered() == null ? null : reply.answered().message();
    return message == null ? Optional.empty() : saidIn(group, message);
  }

  private Optional<GroupShare> saidIn(Group group, MessageRef message) {
    return pipeline
        .spokenMessages()
        .find(message)
        .flatMap(
            saying ->
                roster.at(group).stream()
                    .filter(share -> share.person().id().equals(saying.person()))
                    .findFirst());
  }

  /** Whether a message is one that was said as a person who is shared in the group. */
  boolean isSaid(MessageRef message, Group group, GroupShare share) {
    return saidIn(group, message)
        .filter(said -> said.person().id().equals(share.person().id()))
        .isPresent();
  }

  /**
   * Answers a text as a person who is shared in the group.
   *
   * @param said to them; may be empty
   */
  void answer(Incoming.Text text, Phrases phrases, GroupShare share, String said)
      throws IOException {
    say(
        text.envelope(),
        phrases,
        share,
        before(text.answered(), share),
        new SpeakArguments(Action.AS_THEY_DO, false, said.strip()));
  }

  /** The message that a text replies to, as what the person, or somebody else, said before. */
  private List<Turn> before(Incoming.@Nullable Answered answered, GroupShare share) {
    String text = answered == null ? "" : SharedMessage.unmarked(answered.text());
    if (answered == null || text.isBlank()) {
      return List.of();
    }
    MessageRef message = answered.message();
    boolean own =
        message != null
            && pipeline
                .spokenMessages()
                .find(message)
                .filter(saying -> saying.person().equals(share.person().id()))
                .isPresent();
    return own
        ? List.of(
            pipeline
                .context()
                .personTurn(share.person(), SharedMessage.withoutName(text, share.person())))
        : List.of(new Turn(PersonKey.STRANGER, clock.instant(), text));
  }

  /** Notes that somebody said something to a person who may speak unasked. */
  void noteAnswered(GroupShare share) {
    if (share.allows(GroupPermission.UNPROMPTED)) {
      unprompted.answered(share.person().id(), share.groupId());
    }
  }

  /** Asks which of several people is to answer a text. */
  void askWhich(Incoming.Text text, Phrases phrases, List<GroupShare> people, String said)
      throws IOException {
    offer(
        text.envelope(),
        phrases.of("speak.whom"),
        people,
        new SpeakArguments(1, false, said.strip()));
  }

  private void say(
      Envelope envelope,
      Phrases phrases,
      GroupShare share,
      List<Turn> before,
      SpeakArguments arguments)
      throws IOException {
    noteAnswered(share);
    if (pipeline.delivery().isFull(envelope.address())) {
      // The replies that already wait there are answer enough.
      return;
    }
    if (!roster.ready(share)) {
      saySilent(envelope, phrases, share);
      return;
    }
    if (arguments.capped()) {
      channel.send(envelope.address(), Reply.of(phrases.of("speak.capped", "most", MOST)));
    }
    int count = Math.min(MOST, arguments.count());
    VoiceReplies.Request request =
        VoiceReplies.Request.of(
            share.person(),
            pipeline.settings().of(share.owner()),
            context(envelope, share, before, arguments.said()),
            count,
            MOST);
    VoiceReplies.Written written;
    Channel.Typing typing = channel.typing(envelope.address());
    try (typing) {
      written = pipeline.replies().reply(request);
    } catch (MissingModel | DamagedModel lost) {
      saySilent(envelope, phrases, share);
      pipeline.repair().repairUnasked(share.owner(), share.person());
      return;
    }
    List<Delivery.Line> lines = new ArrayList<>();
    for (int i = 0; i < written.messages().size(); i++) {
      Reply reply = Reply.of(SharedMessage.marked(written.messages().get(i)));
      lines.add(new Delivery.Line(written.pauses().get(i), reply));
    }
    pipeline
        .delivery()
        .deliver(
            envelope,
            phrases,
            lines,
            new WhileShared(share, roster, pipeline.spokenMessages(), clock));
  }

  private List<Turn> context(Envelope envelope, GroupShare share, List<Turn> before, String said) {
    List<Turn> context = new ArrayList<>(before);
    context.addAll(
        pipeline.context().context(share.owner(), envelope.sender(), share.person(), said));
    return context;
  }

  /** Tells the group that the person cannot speak. The reason is only for the owner. */
  private void saySilent(Envelope envelope, Phrases phrases, GroupShare share) throws IOException {
    String name = Wording.name(share.person().name());
    channel.send(envelope.address(), Reply.of(phrases.of("group.silent", "name", name)));
  }

  /** Ends the reply that is being sent to an address; returns whether there was one. */
  boolean stop(Address address) {
    return pipeline.delivery().stop(address);
  }
}
