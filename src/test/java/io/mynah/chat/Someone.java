package io.mynah.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import io.mynah.domain.VoiceBotId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One who talks with Mynah: says things, sends files, presses buttons, and reads what comes. */
final class Someone {
  private final Bot bot;
  private final OwnerId owner;
  private final @Nullable String username;
  private final Address address;
  private final @Nullable Group group;
  private Locale language = Locale.ENGLISH;
  private int messages;

  Someone(Bot bot, OwnerId owner, @Nullable String username) {
    this(bot, owner, username, privateChat(owner), null);
  }

  private Someone(
      Bot bot, OwnerId owner, @Nullable String username, Address address, @Nullable Group group) {
    this.bot = bot;
    this.owner = owner;
    this.username = username;
    this.address = address;
    this.group = group;
  }

  /** The chat of an owner with the bot, where nobody else reads along. */
  static Address privateChat(OwnerId owner) {
    return new Address("chat of " + owner.value());
  }

  /** The same person in a group. */
  Someone in(Group where) {
    return new Someone(bot, owner, username, where.address(), where).speaking(language);
  }

  /** The same person in the chat with a voice's own bot. */
  Someone with(VoiceBotId voice) {
    Address there = new Address("telegram/voice-" + voice.value() + ":" + owner.value());
    return new Someone(bot, owner, username, there, null).speaking(language);
  }

  /** The same person in a topic of a group. */
  Someone inTopic(Group where, int topic) {
    Address there = new Address(where.address().value() + ":" + topic);
    return new Someone(bot, owner, username, there, where).speaking(language);
  }

  /** What their app speaks from now on. */
  Someone speaking(Locale other) {
    language = other;
    return this;
  }

  OwnerId owner() {
    return owner;
  }

  Address address() {
    return address;
  }

  void says(String text) {
    bot.hears(new Incoming.Text(envelope(), text, null));
  }

  /**
   * Says something in a group that exports would have, too.
   *
   * @param id of the message there, if exports have the same
   */
  void writes(String text, String name, Instant at, @Nullable Long id) {
    PersonKey key = PersonKey.of(owner).orElseThrow();
    Incoming.Written written = new Incoming.Written(key, name, at, id, null, false);
    bot.hears(new Incoming.Text(envelope(), text, null, written));
  }

  /** Forwards what somebody wrote. */
  void forwards(String text, PersonKey author, String name, Instant at) {
    Incoming.Written written = new Incoming.Written(author, name, at, null, null, true);
    bot.hears(new Incoming.Text(envelope(), text, null, written));
  }

  /** Names the bot with an @ in a group. */
  void mentions(String before, String after) {
    bot.hears(new Incoming.Text(envelope(), null, new Incoming.Mention(before, after)));
  }

  /** Names the bot in a reply to a message that is shown. */
  void mentions(Phone.Shown shown, String after) {
    bot.hears(
        new Incoming.Text(
            envelope(),
            new Incoming.Answered(shown.ref(), shown.now().text(), List.of()),
            new Incoming.Mention("", after)));
  }

  void answers(String answeredText, String text) {
    bot.hears(
        new Incoming.Text(envelope(), text, new Incoming.Answered(null, answeredText, List.of())));
  }

  /** Replies to a message that is shown. */
  void answers(Phone.Shown shown, String text) {
    bot.hears(
        new Incoming.Text(
            envelope(), text, new Incoming.Answered(shown.ref(), shown.now().text(), List.of())));
  }

  /** Changes the message that was sent last. */
  void corrects(String text) {
    MessageRef last = new MessageRef(address, "u" + messages);
    bot.hears(
        new Incoming.Text(
            new Envelope(owner, username, address, last, group, language), text, null));
  }

  /** Changes the message that was sent last, which replies to one that is shown. */
  void corrects(Phone.Shown answered, String text) {
    MessageRef last = new MessageRef(address, "u" + messages);
    bot.hears(
        new Incoming.Text(
            new Envelope(owner, username, address, last, group, language),
            text,
            new Incoming.Answered(answered.ref(), answered.now().text(), List.of())));
  }

  /** Puts a sign on a message. */
  void reacts(Phone.Shown shown, String emoji) {
    bot.hears(new Incoming.Reaction(envelope(), shown.ref(), emoji));
  }

  void answersTheFile(FileOffer file, String text) {
    bot.hears(new Incoming.Text(envelope(), text, new Incoming.Answered(null, "", List.of(file))));
  }

  /** Sends a file with a caption, which may be empty. */
  FileOffer sends(String name, String content, String caption) {
    return sends(name, content.getBytes(StandardCharsets.UTF_8), caption);
  }

  FileOffer sends(String name, byte[] content, String caption) {
    return sends(name, content, caption, null);
  }

  FileOffer sends(String name, byte[] content, String caption, @Nullable String album) {
    FileOffer file = new FileOffer("file " + ++messages + " " + name, name, content.length);
    bot.phone().put(file.handle(), content);
    offers(file, caption, album);
    return file;
  }

  void offers(FileOffer file, String caption, @Nullable String album) {
    bot.hears(new Incoming.File(envelope(), file, caption, album));
  }

  /** Types in another chat; what is offered then, if anything. */
  Optional<Offers> asksInline(String query) {
    Envelope envelope = envelope();
    bot.hears(new Incoming.Query(envelope, query));
    return bot.phone().offered(envelope.message());
  }

  /**
   * Names the bot in a chat that it is no member of; the answer there, if any.
   *
   * @param replied the message replied to; empty for none
   */
  Optional<Offers.Offer> asksAsGuest(String text, String replied) {
    Envelope envelope = envelope();
    bot.hears(
        new Incoming.Guest(
            envelope,
            text,
            replied.isEmpty() ? null : new Incoming.Answered(null, replied, List.of())));
    return bot.phone().offered(envelope.message()).map(answer -> answer.messages().get(0));
  }

  void sendsSomethingElse(String kind) {
    sendsSomethingElse(kind, "");
  }

  void sendsSomethingElse(String kind, String caption) {
    bot.hears(new Incoming.Other(envelope(), kind, caption));
  }

  /** Presses the button of the newest message that bears it; the label may be its beginning. */
  void presses(String label) {
    Phone.Shown message =
        withButton(label)
            .orElseThrow(
                () ->
                    new AssertionError("no button " + label + " among " + bot.phone().at(address)));
    presses(message.ref(), button(message, label).orElseThrow().action());
  }

  void presses(MessageRef message, String action) {
    Reply shown = bot.phone().find(message).orElse(null);
    bot.hears(new Incoming.Press(envelope(), message, action, shown));
  }

  /** The action of a button that is shown, to be pressed later or by another. */
  String action(String label) {
    return withButton(label).flatMap(m -> button(m, label)).orElseThrow().action();
  }

  MessageRef messageWith(String label) {
    return shownWith(label).ref();
  }

  /** The newest message that bears a button. */
  Phone.Shown shownWith(String label) {
    return withButton(label).orElseThrow();
  }

  /** A person of theirs. */
  PersonId person(String name) {
    return bot.corpora().people(owner).stream()
        .filter(person -> person.name().equals(name))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private Optional<Phone.Shown> withButton(String label) {
    return bot.phone().at(address).stream()
        .filter(m -> button(m, label).isPresent())
        .reduce((earlier, later) -> later);
  }

  private static Optional<Button> button(Phone.Shown message, String label) {
    List<Button> all = message.now().buttons().stream().flatMap(List::stream).toList();
    return all.stream()
        .filter(b -> b.label().equals(label))
        .findFirst()
        .or(() -> all.stream().filter(b -> b.label().startsWith(label)).findFirst());
  }

  /** The labels of all buttons of the newest message. */
  List<String> buttons() {
    return labels(newest());
  }

  static List<String> labels(Phone.Shown message) {
    return message.now().buttons().stream().flatMap(List::stream).map(Button::label).toList();
  }

  Phone.Shown newest() {
    List<Phone.Shown> all = bot.phone().at(address);
    assertThat(all).as("messages of %s", owner).isNotEmpty();
    return all.get(all.size() - 1);
  }

  /** What was said last in passing, to whomever. */
  String sees() {
    List<String> all = bot.phone().toasts();
    return all.get(all.size() - 1);
  }

  /** The newest message, as it reads now. */
  String reads() {
    return newest().now().text();
  }

  /** The newest messages, the oldest of them first. */
  List<String> readsLast(int count) {
    List<String> all = readsAll();
    return all.subList(all.size() - count, all.size());
  }

  List<String> readsAll() {
    return bot.phone().at(address).stream().map(m -> m.now().text()).toList();
  }

  /** The newest message is this text and nothing else. */
  void hears(String key, Object... arguments) {
    assertThat(reads()).isEqualTo(English.text(key, arguments));
  }

  /** Waits until the newest message has these words. */
  void awaits(String words) {
    awaits(Pattern.compile(Pattern.quote(words)));
  }

  /** Waits until such words are in the newest message. */
  void awaits(Pattern words) {
    bot.phone()
        .await(
            "“" + words + "” for " + owner.value(),
            () -> {
              List<Phone.Shown> all = bot.phone().at(address);
              return !all.isEmpty() && words.matcher(all.get(all.size() - 1).now().text()).find();
            });
  }

  /** Waits until nothing of theirs is read or trained any more. */
  void awaitsQuiet() {
    bot.phone().await("quiet", () -> !bot.working(owner));
  }

  /** Sends an export, takes part in no question, and waits for the trainings to end. */
  void trains(Export export) {
    sends("result.json", export.json(), "/train");
    awaits(English.anyText("notice.done"));
    awaitsQuiet();
  }

  /** Sends the export of a group, picks these people, and waits for the trainings to end. */
  void trainsAll(Export export, String... people) {
    sends("result.json", export.json(), "/train");
    awaits(English.anyText("ask.people"));
    for (String person : people) {
      presses(person);
    }
    presses(English.text("button.train-picked", people.length));
    awaits(English.anyText("notice.done"));
    awaitsQuiet();
  }

  /** Of something that they do next. */
  Envelope envelope() {
    return new Envelope(
        owner, username, address, new MessageRef(address, "u" + ++messages), group, language);
  }
}
