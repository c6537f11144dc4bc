package io.mynah.chat.group;

import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.ButtonRows;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.roster.NameFinder;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.voice.SharedMessage;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.GroupPermission;
import io.mynah.domain.GroupShare;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.store.corpora.Shares;
import io.mynah.store.inbox.UpdateEffects;
import io.mynah.store.inbox.UpdateEffects.Outcome;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /share} and {@code /unshare}: an owner lets the members of a group talk with one of the
 * owner's people. What the group need not know is asked and told in private. An update that is
 * handled again has no further effect, but gets the same answer. Thread-safe.
 */
final class SharingCommands {
  private static final Logger log = LoggerFactory.getLogger(SharingCommands.class);
  private static final int ROW_LENGTH = 24;
  private static final int MOST_BUTTONS = 40;
  private static final String SHARE = "share";
  private static final String UNSHARE = "unshare";
  private static final String DONE = "done";
  private static final String ALREADY = "already";

  private final Channel channel;
  private final Shares shares;
  private final UpdateEffects effects;
  private final Roster roster;
  private final VoiceStates voices;
  private final Clock clock;

  SharingCommands(
      Channel channel,
      Shares shares,
      UpdateEffects effects,
      Roster roster,
      VoiceStates voices,
      Clock clock) {
    this.channel = channel;
    this.shares = shares;
    this.effects = effects;
    this.roster = roster;
    this.voices = voices;
    this.clock = clock;
  }

  /** Whether a user has people; without any there is nothing to share or to end. */
  boolean isFor(OwnerId owner) {
    return !roster.people(owner).isEmpty();
  }

  /** {@code /share} in private. */
  void explain(Command.Call call) throws IOException {
    say(call, "share.how");
  }

  /** {@code /share NAME} in a group, sent by a user who may have people. */
  void share(Command.Call call, Group group) throws IOException {
    NameFinder.Found found =
        roster.find(call.owner(), call.arguments(), roster.people(call.owner()));
    if (call.arguments().isEmpty()) {
      say(call, "share.whom");
    } else if (!found.sure() || found.people().isEmpty() || !found.rest().isEmpty()) {
      say(call, "share.unknown");
    } else if (found.people().size() == 1) {
      begin(call, group, found.people().get(0));
    } else {
      askWhich(call, group, found.people());
    }
  }

  private void begin(Command.Call call, Group group, Person person) throws IOException {
    boolean begun = effects.of(update(), SHARE).isPresent();
    if (!begun && !voices.ready(person)) {
      // Only the owner is told why, and what to do about it.
      String name = Wording.name(person.name());
      channel.send(
          call.envelope().address(), Reply.of(call.phrases().of("group.silent", "name", name)));
      boolean unused = tell(call.owner(), voices.silence(call.phrases(), person));
      return;
    }
    Outcome outcome = effects.once(update(), SHARE, () -> begin(person.id(), shares.group(group)));
    long id = outcome.number(0);
    if (!outcome.is(DONE) && shares.told(id)) {
      String name = Wording.name(person.name());
      channel.send(
          call.envelope().address(), Reply.of(call.phrases().of("share.already", "name", name)));
      return;
    }
    announce(call.envelope().address(), call.phrases(), id, person);
    own(call.owner(), person.id().value(), id)
        .ifPresent(share -> tell(call.owner(), ShareCard.of(call.phrases(), share)));
  }

  private Outcome begin(PersonId person, long group) {
    return Outcome.of(shares.begin(person, group, clock.instant()) ? DONE : ALREADY, group);
  }

  /**
   * Announces in the group that a person can be talked with; the first time also explains what that
   * means.
   */
  private void announce(Address at, Phrases phrases, long group, Person person) throws IOException {
    String key = shares.told(group) ? "share.begun" : "share.first";
    String name = Wording.name(person.name());
    channel.send(at, Reply.of(phrases.of(key, "name", name, "mark", SharedMessage.MARK)));
    shares.tell(group, clock.instant());
  }

  /** If a chat's title is needed to tell the people apart, the owner chooses in private. */
  private void askWhich(Command.Call call, Group group, List<Person> people) throws IOException {
    long id = shares.ask(call.owner(), group, clock.instant());
    Reply question =
        roster.question(
            call.phrases(),
            call.phrases().of("share.which", "group", Wording.name(group.title())),
            call.owner(),
            people,
            p -> Action.of(Verb.SHARE, p.id().value(), id));
    say(call, tell(call.owner(), question) ? "share.asked" : "share.unknown");
  }

  /** Sends a private message to an owner; returns whether that was possible. */
  private boolean tell(OwnerId owner, Reply reply) {
    Optional<Address> there = channel.privately(owner);
    if (there.isEmpty()) {
      return false;
    }
    try {
      channel.send(there.get(), reply);
      return true;
    } catch (IOException e) {
      log.info("An owner could not be told of their shares.");
      return false;
    }
  }

  /** Handles the owner's choice of the person to share with a group. */
  boolean pressShare(PressHandler.Pressed pressed) throws IOException {
    Optional<Person> person = roster.person(pressed.owner(), pressed.id(0));
    Optional<Group> group = shares.find(pressed.id(1));
    boolean begun = effects.of(update(), SHARE).isPresent();
    if (person.isEmpty()
        || group.isEmpty()
        || !(begun || concerns(pressed.owner(), group.get(), pressed.id(1)))) {
      return false;
    }
    if (!begun && !voices.ready(person.get())) {
      channel.send(pressed.envelope().address(), voices.silence(pressed.phrases(), person.get()));
      return true;
    }
    Outcome outcome = effects.once(update(), SHARE, () -> begin(person.get().id(), pressed.id(1)));
    if (!outcome.is(DONE) && shares.told(pressed.id(1))) {
      return false;
    }
    announce(group.get().address(), pressed.phrases(), pressed.id(1), person.get());
    return pressShared(pressed);
  }

  /**
   * Whether an owner was asked about a group or shares somebody there; this is checked because ids
   * can be made up.
   */
  private boolean concerns(OwnerId owner, Group group, long id) {
    return shares.asked(owner).stream()
            .anyMatch(asked -> asked.group().address().equals(group.address()))
        || shares.of(owner).stream().anyMatch(share -> share.groupId() == id);
  }

  /** Shows the owner one share. */
  boolean pressShared(PressHandler.Pressed pressed) {
    Optional<GroupShare> share = own(pressed);
    share.ifPresent(s -> channel.edit(pressed.message(), ShareCard.of(pressed.phrases(), s)));
    return share.isPresent();
  }

  /** Handles the owner's choice whether something is allowed in a group. */
  private boolean pressAllow(PressHandler.Pressed pressed, GroupPermission permission) {
    Optional<GroupShare> share = own(pressed);
    if (share.isEmpty()) {
      return false;
    }
    Outcome unused =
        effects.once(
            update(),
            "allow",
            () -> {
              shares.allow(
                  share.get().person().id(),
                  share.get().groupId(),
                  permission,
                  pressed.id(2) == ShareCard.YES);
              return Outcome.of(DONE);
            });
    return pressShared(pressed);
  }

  /** The handler of the button that allows or forbids something in a group. */
  PressHandler allowing(GroupPermission permission) {
    return pressed -> pressAllow(pressed, permission);
  }

  /** {@code /unshare NAME} in a group. */
  void unshare(Command.Call call, Group group) throws IOException {
    List<GroupShare> theirs =
        shares.at(group.address()).stream().filter(s -> s.owner().equals(call.owner())).toList();
    List<GroupShare> meant = meant(call.arguments(), theirs);
    if (meant.isEmpty() && effects.of(update(), UNSHARE).isEmpty()) {
      boolean which = call.arguments().isEmpty() && !theirs.isEmpty();
      String names =
          Wording.names(call.phrases(), theirs.stream().map(s -> s.person().name()).toList());
      channel.send(
          call.envelope().address(),
          Reply.of(
              which
                  ? call.phrases().of("share.end-whom", "names", names)
                  : call.phrases().of("share.not-here")));
      return;
    }
    List<String> ended =
        end(meant).numbers().stream()
            .flatMap(id -> roster.person(call.owner(), id).stream())
            .map(Person::name)
            .toList();
    if (ended.isEmpty()) {
      say(call, "share.not-here");
      return;
    }
    String names = Wording.names(call.phrases(), ended);
    channel.send(
        call.envelope().address(),
        Reply.of(call.phrases().of("share.ended", "names", names, "count", ended.size())));
  }

  /** {@code /unshare [NAME]} in private: ends the person's shares everywhere, or asks which. */
  void unshareAnywhere(Command.Call call) throws IOException {
    List<GroupShare> theirs = shares.of(call.owner());
    List<GroupShare> meant = meant(call.arguments(), theirs);
    Phrases phrases = call.phrases();
    Optional<Reply> before = endedBefore(phrases, call.owner());
    if (before.isPresent()) {
      channel.send(call.envelope().address(), before.get());
    } else if (theirs.isEmpty()) {
      say(call, "share.none");
    } else if (meant.size() == 1) {
      Outcome unused = end(meant);
      GroupShare share = meant.get(0);
      String text = ShareCard.text(phrases, "share.ended-there", share);
      channel.send(call.envelope().address(), Reply.of(text));
    } else {
      List<Button> buttons =
          (meant.isEmpty() ? theirs : meant).stream().limit(MOST_BUTTONS).map(this::end).toList();
      channel.send(
          call.envelope().address(),
          new Reply(phrases.of("share.end-which"), ButtonRows.of(buttons, ROW_LENGTH)));
    }
  }

  /** Ends shares; the numbers of the outcome are the ids of the people. */
  private Outcome end(List<GroupShare> ending) {
    return effects.once(
        update(),
        UNSHARE,
        () ->
            new Outcome(
                DONE,
                ending.stream()
                    .filter(share -> shares.end(share.person().id(), share.groupId()))
                    .map(share -> share.person().id().value())
                    .toList()));
  }

  /**
   * The reply about shares that an earlier process ended in answer to the same update, if it did.
   * The group is no longer known.
   */
  private Optional<Reply> endedBefore(Phrases phrases, OwnerId owner) {
    return effects
        .of(update(), UNSHARE)
        .flatMap(outcome -> outcome.numbers().stream().findFirst())
        .flatMap(id -> roster.person(owner, id))
        .map(person -> Wording.name(person.name()))
        .map(name -> Reply.of(phrases.of("share.ended-elsewhere", "name", name)));
  }

  private Button end(GroupShare share) {
    return new Button(
        Wording.name(share.person().name()) + " · " + Wording.name(share.group().title()),
        Action.of(Verb.UNSHARE, share.person().id().value(), share.groupId()).encode());
  }

  /** The shares of the named person; without a name the only share there is. */
  private static List<GroupShare> meant(String name, List<GroupShare> theirs) {
    if (name.isEmpty()) {
      return theirs.size() == 1 ? theirs : List.of();
    }
    List<Person> people = theirs.stream().map(GroupShare::person).distinct().toList();
    NameFinder.Found found = NameFinder.find(name, people);
    return found.sure() && found.rest().isEmpty()
        ? theirs.stream().filter(share -> found.people().contains(share.person())).toList()
        : List.of();
  }

  /** Ends a share by a button in the owner's private chat. */
  boolean pressUnshare(PressHandler.Pressed pressed) {
    Optional<Reply> before = endedBefore(pressed.phrases(), pressed.owner());
    if (before.isPresent()) {
      channel.edit(pressed.message(), before.get());
      return true;
    }
    Optional<GroupShare> share = own(pressed);
    if (share.isEmpty() || end(List.of(share.get())).numbers().isEmpty()) {
      return false;
    }
    channel.edit(
        pressed.message(),
        Reply.of(ShareCard.text(pressed.phrases(), "share.ended-there", share.get())));
    return true;
  }

  private Optional<GroupShare> own(PressHandler.Pressed pressed) {
    return own(pressed.owner(), pressed.id(0), pressed.id(1));
  }

  private Optional<GroupShare> own(OwnerId owner, long person, long group) {
    return shares.of(owner).stream()
        .filter(s -> s.person().id().value() == person && s.groupId() == group)
        .findFirst();
  }

  private OptionalLong update() {
    return channel.cause().number();
  }

  private void say(Command.Call call, String key) throws IOException {
    channel.send(call.envelope().address(), Reply.of(call.phrases().of(key)));
  }
}
