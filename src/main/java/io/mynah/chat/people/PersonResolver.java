package io.mynah.chat.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.roster.NameFinder;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Finds out which person a command is for, and asks back with buttons where that is not sure. The
 * words that came with the command are kept in memory for a day, by the message that asks, and its
 * buttons go when one is pressed; after a restart they still work, without the words, and stay.
 * Thread-safe.
 */
public final class PersonResolver {
  private static final int NAMES_SHOWN = 30;
  private static final int REMEMBERED = 10_000;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration MEMORY = Duration.ofDays(1);

  private final Channel channel;
  private final Roster roster;
  private final VoiceStates voices;
  private final Cache<MessageRef, Said> remembered =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(MEMORY).build();

  public PersonResolver(Channel channel, Roster roster, VoiceStates voices) {
    this.channel = channel;
    this.roster = roster;
    this.voices = voices;
  }

  /** The last question at each address, for as long as words may be meant for it. */
  private final Cache<Address, Question> questions =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(PATIENCE).build();

  /** What is done with whoever is meant. */
  private interface Answer {
    void with(Person person, String rest) throws IOException;
  }

  /**
   * Who may be meant, and what is done with whoever is.
   *
   * @param voiced whether it takes somebody who can speak
   */
  private record Question(
      OwnerId owner, List<Person> people, boolean voiced, Answer answer, String rest) {
    Question {
      people = List.copyOf(people);
    }
  }

  private record Said(OwnerId owner, String words, String answered) {}

  /** What a command does with a person. */
  public interface Plan {
    /**
     * Does it.
     *
     * @param rest what followed the name
     */
    void run(Person person, String rest) throws IOException;

    /** The button that does it, when it was not sure who is meant. */
    Action button(Person person, String rest);

    /** What the button is to be told of the rest. */
    public default String words(String rest) {
      return rest;
    }

    /** The words of the message that the command replies to, where the button is to know them. */
    default String answered() {
      return "";
    }

    /** The question where nobody is named. */
    default String question() {
      return "speak.whom";
    }

    /** The question where several have the name. */
    default String which() {
      return "speak.which";
    }

    /** What is said where nobody has the name, with the {@code names} of those who are known. */
    default String unknown() {
      return "speak.unknown";
    }

    /**
     * Whether it takes somebody who can speak: of several who have the name, the only one who can
     * is meant then.
     */
    default boolean voiced() {
      return true;
    }

    /** Whether somebody is offered where nobody has the name that was said. */
    default boolean suits(Person person) {
      return true;
    }

    /** Whether words may follow the name; if not, it is asked who is meant. */
    default boolean takesWords() {
      return true;
    }

    /** Whether the only one who can speak need not be named. */
    default boolean takesTheOnlyOne() {
      return false;
    }
  }

  /** What is done with a person and nothing else. */
  @FunctionalInterface
  public interface Deed {
    void run(Person person) throws IOException;
  }

  /**
   * The plan of a command that is about somebody's model.
   *
   * @param verb of the button that stands for a person
   */
  public static Plan about(Verb verb, Deed deed) {
    return new Plan() {
      @Override
      public void run(Person person, String rest) throws IOException {
        deed.run(person);
      }

      @Override
      public Action button(Person person, String rest) {
        return Action.of(verb, person.id().value());
      }

      @Override
      public String words(String rest) {
        return "";
      }

      @Override
      public String question() {
        return "who.whose";
      }

      @Override
      public boolean takesTheOnlyOne() {
        return true;
      }
    };
  }

  /** Does with the person named by a command what is planned, or asks who is meant. */
  public void ask(Command.Call call, Plan plan) throws IOException {
    questions.invalidate(call.envelope().address());
    List<Person> people = roster.people(call.owner());
    if (people.isEmpty()) {
      say(call, Reply.of(call.phrases().of("speak.nobody")));
    } else if (call.arguments().isEmpty()) {
      askWhom(call, people, plan);
    } else {
      answer(call, NameFinder.find(call.arguments(), people), people, plan);
    }
  }

  private void answer(Command.Call call, NameFinder.Found found, List<Person> people, Plan plan)
      throws IOException {
    List<Person> meant = meant(found, plan.voiced());
    boolean plain = plan.takesWords() || found.rest().isEmpty();
    if (found.sure() && meant.size() == 1 && plain) {
      plan.run(meant.get(0), found.rest());
    } else if (found.people().isEmpty()) {
      unknown(call, people, plan);
    } else {
      String key = found.sure() ? plan.which() : "speak.did-you-mean";
      offer(call, call.phrases().of(key), found.people(), plan, found.rest());
    }
  }

  private List<Person> meant(NameFinder.Found found, boolean voiced) {
    return voiced ? voices.meant(found.people()) : found.people();
  }

  private void askWhom(Command.Call call, List<Person> people, Plan plan) throws IOException {
    List<Person> ready = people.stream().filter(voices::ready).toList();
    if (ready.size() == 1 && plan.takesTheOnlyOne()) {
      plan.run(ready.get(0), "");
    } else if (!ready.isEmpty()) {
      offer(call, call.phrases().of(plan.question()), ready, plan, "");
    } else if (people.size() == 1) {
      say(call, voices.silence(call.phrases(), people.get(0)));
    } else {
      offer(call, call.phrases().of("speak.whom-untrained"), people, plan, "");
    }
  }

  private void unknown(Command.Call call, List<Person> people, Plan plan) throws IOException {
    List<Person> fit = people.stream().filter(plan.voiced() ? voices::ready : plan::suits).toList();
    List<Person> shown = fit.isEmpty() || !plan.voiced() ? people : fit;
    String names =
        Wording.names(call.phrases(), shown.stream().limit(NAMES_SHOWN).map(Person::name).toList());
    offer(call, call.phrases().of(plan.unknown(), "names", names), fit, plan, "");
    if (!plan.voiced()) {
      // Nobody says a name alone to have them trained whom they did not mean.
      questions.invalidate(call.envelope().address());
    }
  }

  private void offer(
      Command.Call call, String question, List<Person> people, Plan plan, String rest)
      throws IOException {
    MessageRef asked =
        channel.send(
            call.envelope().address(),
            roster.question(
                call.phrases(),
                question,
                call.owner(),
                people,
                person -> plan.button(person, rest)));
    remembered.put(asked, new Said(call.owner(), plan.words(rest), plan.answered()));
    questions.put(
        call.envelope().address(),
        new Question(call.owner(), people, plan.voiced(), plan::run, rest));
  }

  /**
   * Takes words as the answer to the last question here, if they are the name of one of those who
   * were offered and nothing else; says whether they are.
   *
   * @throws IOException when what was asked for cannot be done
   */
  public boolean answers(Envelope envelope, String words) throws IOException {
    Question question = questions.getIfPresent(envelope.address());
    if (question == null || !question.owner().equals(envelope.sender())) {
      return false;
    }
    NameFinder.Found found = NameFinder.find(words, question.people());
    List<Person> meant = meant(found, question.voiced());
    if (!found.sure() || meant.size() != 1 || !found.rest().isEmpty()) {
      return false;
    }
    questions.invalidate(envelope.address());
    // Whoever was offered may be forgotten by now.
    Optional<Person> person = roster.person(envelope.sender(), meant.get(0).id().value());
    if (person.isPresent()) {
      question.answer().with(person.get(), question.rest());
    }
    return person.isPresent();
  }

  /**
   * Keeps words for the buttons under a question, which is closed when one of them is pressed.
   *
   * @param people who are offered
   * @param named what is done with the one who is named in words instead
   */
  public void remember(
      MessageRef asked, OwnerId owner, String words, List<Person> people, Deed named) {
    remembered.put(asked, new Said(owner, words, ""));
    questions.put(
        asked.address(),
        new Question(owner, people, true, (person, rest) -> named.run(person), ""));
  }

  /** Closes the question that a button is under, if it is one: it shows who was chosen. */
  public void close(PressHandler.Pressed pressed, Person chosen) {
    questions.invalidate(pressed.envelope().address());
    Said said = remembered.getIfPresent(pressed.message());
    Reply shown = pressed.shown();
    boolean own = said != null && said.owner().equals(pressed.owner());
    if (own && shown != null && !shown.buttons().isEmpty()) {
      String name = Wording.name(chosen.name());
      String answer = pressed.phrases().of("button.chosen", "label", name);
      channel.edit(pressed.message(), Reply.of(shown.text() + "\n" + answer));
    }
  }

  /** A question has become something else, which is not closed. */
  void release(MessageRef message) {
    remembered.invalidate(message);
  }

  /** The words that came with the command whose question a button is under. */
  public String words(PressHandler.Pressed pressed) {
    Said said = remembered.getIfPresent(pressed.message());
    return said == null || !said.owner().equals(pressed.owner()) ? "" : said.words();
  }

  /** The words of the message that the command replied to whose question a button is under. */
  public String answered(PressHandler.Pressed pressed) {
    Said said = remembered.getIfPresent(pressed.message());
    return said == null || !said.owner().equals(pressed.owner()) ? "" : said.answered();
  }

  /** Forgets what an owner said. */
  void forget(OwnerId owner) {
    remembered.asMap().values().removeIf(said -> said.owner().equals(owner));
    questions.asMap().values().removeIf(question -> question.owner().equals(owner));
  }

  private void say(Command.Call call, Reply reply) throws IOException {
    channel.send(call.envelope().address(), reply);
  }
}
