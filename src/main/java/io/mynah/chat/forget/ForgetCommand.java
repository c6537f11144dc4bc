package io.mynah.chat.forget;

import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.ButtonRows;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.roster.NameFinder;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.words.Languages;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.Chat;
import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.VoiceBot;
import io.mynah.store.conversation.Expectations;
import io.mynah.store.conversation.VoiceBots;
import io.mynah.text.NameFolding;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code /forget NAME | chat [TITLE] | everything}: asks, and erases when the owner confirms.
 * Thread-safe.
 */
public final class ForgetCommand implements Command, Feature {
  private static final Pattern FIRST_WORD = Pattern.compile("(\\S*)\\s*(.*)", Pattern.DOTALL);
  private static final int ROW_LENGTH = 24;
  private static final int MOST_CHATS = 40;

  private final Channel channel;
  private final Roster roster;
  private final OwnerErasure erasure;
  private final FaultLog faults;
  private final VoiceBots bots;
  private final PendingErasure pendingErasure;

  public ForgetCommand(
      Environment environment,
      Roster roster,
      OwnerErasure erasure,
      VoiceBots bots,
      Expectations expectations) {
    this.bots = bots;
    this.channel = environment.channel();
    this.roster = roster;
    this.erasure = erasure;
    this.faults = environment.faults();
    this.pendingErasure =
        new PendingErasure(channel, expectations, environment.effects(), environment.clock());
  }

  /** Completes erasures that an earlier process began. */
  @Override
  public void resume() {
    erasure.resume(faults);
  }

  @Override
  public Map<String, Command> commands() {
    return Map.of("forget", this);
  }

  @Override
  public Map<Verb, PressHandler> buttons() {
    return Map.of(
        Verb.FORGET_PERSON, this::pressPerson,
        Verb.FORGET_OF_CHAT, this::pressPersonOfChat,
        Verb.FORGET_PERSON_NOW, this::erasePerson,
        Verb.FORGET_CHAT, this::pressChat,
        Verb.FORGET_CHAT_NOW, this::eraseChat,
        Verb.FORGET_EVERYTHING_NOW, this::eraseEverything,
        Verb.KEEP_PERSON, this::keepPerson,
        Verb.KEEP_CHAT, this::keepChat,
        Verb.KEEP_EVERYTHING, this::keepEverything);
  }

  @Override
  public void run(Call call) throws IOException {
    channel.send(call.envelope().address(), reply(call));
  }

  private Reply reply(Call call) {
    Phrases phrases = call.phrases();
    String arguments = call.arguments();
    if (Languages.means(arguments, "forget.word-everything")) {
      return askEverything(call);
    }
    List<Person> people = roster.peopleOfChats(call.owner());
    if (people.isEmpty() && roster.chats(call.owner()).isEmpty()) {
      return Reply.of(phrases.of("forget.nothing"));
    }
    if (arguments.isEmpty()) {
      return new Reply(phrases.of("forget.what"), people(call, people));
    }
    Matcher words = FIRST_WORD.matcher(arguments);
    if (words.matches() && Languages.means(words.group(1), "forget.word-chat")) {
      return askChat(call, words.group(2));
    }
    return askPerson(call, roster.find(call.owner(), arguments, people));
  }

  private Reply askPerson(Call call, NameFinder.Found found) {
    Phrases phrases = call.phrases();
    if (found.people().isEmpty()) {
      List<String> names =
          roster.people(call.owner()).stream().limit(30).map(Person::name).toList();
      return Reply.of(phrases.of("forget.unknown", "names", Wording.names(phrases, names)));
    }
    // What is erased must be named in full: no words may be left over.
    if (found.sure() && found.people().size() == 1 && found.rest().isEmpty()) {
      return ask(call.owner(), call.envelope().address(), phrases, found.people().get(0));
    }
    Optional<Person> joined =
        roster.people(call.owner()).stream()
            .filter(person -> person.joined().containsAll(found.people()))
            .findFirst();
    if (found.sure() && found.people().size() > 1 && joined.isPresent()) {
      return askAny(call.owner(), call.envelope().address(), phrases, joined.get());
    }
    return roster.question(
        phrases,
        phrases.of(found.sure() ? "forget.which" : "speak.did-you-mean"),
        call.owner(),
        found.people(),
        ForgetCommand::ofChat);
  }

  private List<List<Button>> people(Call call, List<Person> people) {
    return roster.buttons(call.owner(), people, ForgetCommand::ofChat);
  }

  private static Action ofChat(Person person) {
    return Action.of(Verb.FORGET_OF_CHAT, person.id().value());
  }

  /** Asks whether to erase a person; of those who are joined, who is meant. */
  private Reply askAny(OwnerId owner, Address here, Phrases phrases, Person person) {
    return person.joined().isEmpty()
        ? ask(owner, here, phrases, person)
        : roster.question(
            phrases,
            phrases.of("forget.which-of-joined", "name", Wording.name(person.name())),
            owner,
            person.joined(),
            ForgetCommand::ofChat);
  }

  private Reply ask(OwnerId owner, Address here, Phrases phrases, Person person) {
    String title = roster.chat(owner, person.chat().value()).map(Chat::title).orElse("");
    return question(
        phrases,
        phrases.of(
            "forget.ask-person",
            "name",
            Wording.name(person.name()),
            "title",
            Wording.name(title),
            "count",
            person.messages(),
            "voice",
            erasure.isVoiced(person) ? 1 : 0,
            "others",
            erasure.others(owner, person).size()),
        pendingErasure.open(owner, here, Verb.FORGET_PERSON_NOW, person.id().value()),
        Verb.KEEP_PERSON);
  }

  private Reply askChat(Call call, String title) {
    List<Chat> chats = roster.chats(call.owner());
    String wanted = NameFolding.fold(title.replaceAll("^[“\"«„]|[”\"»“]$", ""));
    List<Chat> exact =
        chats.stream().filter(c -> NameFolding.fold(c.title()).equals(wanted)).toList();
    List<Chat> fitting =
        wanted.isEmpty() || !exact.isEmpty()
            ? (wanted.isEmpty() ? chats : exact)
            : chats.stream().filter(c -> NameFolding.fold(c.title()).contains(wanted)).toList();
    if (fitting.size() == 1) {
      return ask(call, fitting.get(0));
    }
    Map<ChatId, String> labels = roster.chatLabels(call.owner());
    List<Button> buttons =
        (fitting.isEmpty() ? chats : fitting)
            .stream()
                .limit(MOST_CHATS)
                .map(
                    chat ->
                        new Button(
                            labels.getOrDefault(chat.id(), Wording.name(chat.title())),
                            Action.of(Verb.FORGET_CHAT, chat.id().value()).encode()))
                .toList();
    String key = fitting.isEmpty() ? "forget.unknown-chat" : "forget.which-chat";
    return new Reply(call.phrases().of(key), ButtonRows.of(buttons, ROW_LENGTH));
  }

  private Reply ask(Call call, Chat chat) {
    return ask(call.owner(), call.envelope().address(), call.phrases(), chat);
  }

  private Reply ask(OwnerId owner, Address here, Phrases phrases, Chat chat) {
    List<Person> people =
        roster.peopleOfChats(owner).stream().filter(p -> p.chat().equals(chat.id())).toList();
    return question(
        phrases,
        phrases.of(
            "forget.ask-chat",
            "title",
            Wording.name(chat.title()),
            "people",
            people.size(),
            "count",
            people.stream().mapToInt(Person::messages).sum(),
            "others",
            erasure.others(owner, chat).size()),
        pendingErasure.open(owner, here, Verb.FORGET_CHAT_NOW, chat.id().value()),
        Verb.KEEP_CHAT);
  }

  private Reply askEverything(Call call) {
    return question(
        call.phrases(),
        call.phrases()
            .of(
                "forget.ask-everything",
                "chats",
                roster.chats(call.owner()).size(),
                "people",
                roster.peopleOfChats(call.owner()).size()),
        pendingErasure.open(call.owner(), call.envelope().address(), Verb.FORGET_EVERYTHING_NOW),
        Verb.KEEP_EVERYTHING);
  }

  private static Reply question(Phrases phrases, String text, Action yes, Verb no) {
    return new Reply(
        text,
        List.of(
            List.of(
                phrases.button("button.erase", yes),
                phrases.button("button.keep", new Action(no, yes.ids())))));
  }

  /** Whether an earlier process may have erased what is missing now. */
  private boolean doneBefore(Optional<?> target) {
    return target.isEmpty() && channel.cause().again();
  }

  boolean pressPerson(PressHandler.Pressed pressed) {
    Optional<Person> person = roster.person(pressed.owner(), pressed.id(0));
    person.ifPresent(
        p ->
            channel.edit(
                pressed.message(),
                askAny(pressed.owner(), pressed.envelope().address(), pressed.phrases(), p)));
    return person.isPresent();
  }

  boolean pressPersonOfChat(PressHandler.Pressed pressed) {
    Optional<Person> person = roster.personOfChat(pressed.owner(), pressed.id(0));
    person.ifPresent(
        p ->
            channel.edit(
                pressed.message(),
                ask(pressed.owner(), pressed.envelope().address(), pressed.phrases(), p)));
    return person.isPresent();
  }

  boolean pressChat(PressHandler.Pressed pressed) {
    Optional<Chat> chat = roster.chat(pressed.owner(), pressed.id(0));
    chat.ifPresent(
        c ->
            channel.edit(
                pressed.message(),
                ask(pressed.owner(), pressed.envelope().address(), pressed.phrases(), c)));
    return chat.isPresent();
  }

  boolean erasePerson(PressHandler.Pressed pressed) throws IOException {
    boolean answers = pendingErasure.close(pressed, Verb.FORGET_PERSON_NOW);
    Optional<Person> person = roster.personOfChat(pressed.owner(), pressed.id(0));
    if (doneBefore(person)) {
      return done(pressed, List.of(), pressed.phrases().of("forget.gone-person"));
    }
    if (person.isEmpty() || !answers) {
      return false;
    }
    int voice = erasure.isVoiced(person.get()) ? 1 : 0;
    List<VoiceBot> before = bots.of(pressed.owner());
    int others = erase(pressed, () -> erasure.person(pressed.owner(), person.get()));
    return done(
        pressed,
        before,
        pressed
            .phrases()
            .of(
                "forget.done-person",
                "name",
                Wording.name(person.get().name()),
                "voice",
                voice,
                "others",
                others));
  }

  boolean eraseChat(PressHandler.Pressed pressed) throws IOException {
    boolean answers = pendingErasure.close(pressed, Verb.FORGET_CHAT_NOW);
    Optional<Chat> chat = roster.chat(pressed.owner(), pressed.id(0));
    if (doneBefore(chat)) {
      return done(pressed, List.of(), pressed.phrases().of("forget.gone-chat"));
    }
    if (chat.isEmpty() || !answers) {
      return false;
    }
    List<VoiceBot> before = bots.of(pressed.owner());
    int others = erase(pressed, () -> erasure.chat(pressed.owner(), chat.get()));
    return done(
        pressed,
        before,
        pressed
            .phrases()
            .of("forget.done-chat", "title", Wording.name(chat.get().title()), "others", others));
  }

  boolean eraseEverything(PressHandler.Pressed pressed) throws IOException {
    if (!pendingErasure.close(pressed, Verb.FORGET_EVERYTHING_NOW)) {
      return false;
    }
    List<VoiceBot> before = bots.of(pressed.owner());
    erase(
        pressed,
        () -> {
          erasure.everything(pressed.owner());
          return 0;
        });
    return done(pressed, before, pressed.phrases().of("forget.done-everything"));
  }

  private interface ErasureTask {
    /** Erases, and returns how many other voices were erased with it. */
    int erase() throws IOException;
  }

  /** Erases, which may take a while, and shows that it is in progress. */
  private int erase(PressHandler.Pressed pressed, ErasureTask task) throws IOException {
    channel.progress(pressed.message(), Reply.of(pressed.phrases().of("forget.under-way")));
    boolean erased = false;
    Channel.Typing typing = channel.typing(pressed.envelope().address());
    try (typing) {
      int others = task.erase();
      erased = true;
      return others;
    } finally {
      if (!erased) {
        channel.edit(pressed.message(), Reply.of(pressed.phrases().of("forget.failed")));
      }
    }
  }

  boolean keepPerson(PressHandler.Pressed pressed) {
    return pendingErasure.close(pressed, Verb.FORGET_PERSON_NOW)
        && keep(pressed, roster.personOfChat(pressed.owner(), pressed.id(0)).isPresent());
  }

  boolean keepChat(PressHandler.Pressed pressed) {
    return pendingErasure.close(pressed, Verb.FORGET_CHAT_NOW)
        && keep(pressed, roster.chat(pressed.owner(), pressed.id(0)).isPresent());
  }

  boolean keepEverything(PressHandler.Pressed pressed) {
    if (!pendingErasure.close(pressed, Verb.FORGET_EVERYTHING_NOW)) {
      return false;
    }
    if (!erasure.nothingOf(pressed.owner())) {
      return keep(pressed, true);
    }
    channel.edit(pressed.message(), Reply.of(pressed.phrases().of("forget.nothing")));
    return true;
  }

  /** Never says that something was kept if it was erased before. */
  private boolean keep(PressHandler.Pressed pressed, boolean there) {
    if (there) {
      channel.edit(pressed.message(), Reply.of(pressed.phrases().of("forget.kept")));
    }
    return there;
  }

  /**
   * Says what was erased, and what is left to the owner.
   *
   * @param before the voices' own bots that there were
   */
  private boolean done(PressHandler.Pressed pressed, List<VoiceBot> before, String erased) {
    List<VoiceBot> kept = bots.of(pressed.owner());
    List<String> gone =
        before.stream()
            .filter(bot -> kept.stream().noneMatch(each -> each.id().equals(bot.id())))
            .map(bot -> "@" + bot.username())
            .toList();
    String botsLeft =
        gone.isEmpty()
            ? ""
            : pressed
                .phrases()
                .of("forget.left-bots", "count", gone.size(), "bots", String.join(", ", gone));
    String left =
        pressed
            .phrases()
            .of(channel.readsLocalPaths() ? "forget.left-on-disk" : "forget.left-in-chat");
    channel.edit(
        pressed.message(),
        Reply.of(
            Stream.of(erased, left, botsLeft)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n\n"))));
    return true;
  }
}
