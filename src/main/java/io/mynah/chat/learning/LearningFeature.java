package io.mynah.chat.learning;

import io.mynah.chat.Channel;
import io.mynah.chat.Incoming;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.LearningStores;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.forget.OwnerErasure;
import io.mynah.chat.limits.Quotas;
import io.mynah.chat.people.PeopleDirectory;
import io.mynah.chat.training.OwnerTrainings;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.store.inbox.UpdateEffects;
import io.mynah.store.inbox.UpdateEffects.Outcome;
import io.mynah.store.jobs.Jobs;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;

/**
 * The feature for learning without an export: from what is written in groups, unless its author
 * opts out, and from what is forwarded. Wires its classes by hand. Thread-safe.
 */
public final class LearningFeature implements Feature {
  private final Channel channel;
  private final LearningStores stores;
  private final UpdateEffects effects;
  private final Clock clock;
  private final LearnCommand learn;
  private final OptOutCommand optOut;
  private final GroupMessages messages;
  private final ForwardedMessages forwarded;

  /**
   * @param erasure of whoever opts out
   */
  public LearningFeature(
      Environment environment,
      LearningStores stores,
      PeopleDirectory people,
      Jobs jobs,
      OwnerTrainings trainings,
      OwnerErasure erasure,
      Quotas quotas) {
    channel = environment.channel();
    this.stores = stores;
    effects = environment.effects();
    clock = environment.clock();
    Growth growth = new Growth(people, jobs, trainings, clock);
    learn = new LearnCommand(environment, stores.groups());
    optOut = new OptOutCommand(environment, stores.groups(), people.roster(), erasure);
    messages = new GroupMessages(environment, stores, growth, quotas);
    forwarded = new ForwardedMessages(environment, stores.messages(), people, growth, quotas);
  }

  @Override
  public Map<String, Command> commands() {
    return Map.of(
        "learn", learn::list,
        "unlearn", learn::list,
        "optout", optOut::optOut,
        "optin", optOut::optIn);
  }

  @Override
  public Map<Verb, PressHandler> buttons() {
    return Map.of(Verb.UNLEARN, learn::pressEnd);
  }

  /** Whether a command, one that private chats know, belongs to this feature in groups. */
  public boolean has(String command) {
    return commands().containsKey(command);
  }

  /**
   * Handles a command in a group.
   *
   * @param command its name
   * @param isOwner whether the sender may have people of their own
   * @throws IOException when the answer cannot be sent
   */
  public void handle(Command.Call call, String command, Group group, boolean isOwner)
      throws IOException {
    switch (command) {
      case "optout", "optin" -> opt(call, command);
      default -> {
        if (call.owner().isAnonymous()) {
          channel.send(call.envelope().address(), Reply.of(call.phrases().of("group.anonymous")));
        } else if (isOwner && command.equals("learn")) {
          learn.begin(call, group);
        } else if (isOwner) {
          learn.end(call, group);
        }
      }
    }
  }

  /**
   * Adds a message of a group to the chats that learn from it.
   *
   * @throws IOException when the group cannot be told of it first
   */
  public void learn(Incoming.Text text, Phrases phrases, Group group) throws IOException {
    messages.add(text, phrases, group);
  }

  /**
   * Adds a forwarded message to the person who wrote it. Returns whether that is somebody the owner
   * has.
   *
   * @throws IOException when the answer cannot be sent
   */
  public boolean addsForwarded(Incoming.Text text, Phrases phrases) throws IOException {
    return forwarded.add(text, phrases);
  }

  /**
   * Opts a user out, or in again, who need not be let in.
   *
   * @param command {@code optout} or {@code optin}
   * @throws IOException when the answer cannot be sent
   */
  public void opt(Command.Call call, String command) throws IOException {
    if (command.equals("optout")) {
      optOut.optOut(call);
    } else {
      optOut.optIn(call);
    }
  }

  /** Keeps learning from a group that has a new address. */
  public void moved(Address from, Address to) {
    stores.groups().moved(from, to, channel.sourceKey(to), clock.instant());
  }

  /** Ends learning from a group that the bot was removed from. */
  public void member(Address group, boolean present) {
    Outcome unused =
        effects.once(
            channel.cause().number(),
            "learning-member",
            () -> {
              if (present) {
                stores.groups().joined(group);
              } else {
                stores.groups().left(group, clock.instant());
              }
              return Outcome.of("done");
            });
  }
}
