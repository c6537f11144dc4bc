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
 * Finds out which person a command is for, and asks with buttons if that is not certain. The text
 * that came with the command is kept in memory for a day, under the message that asks; the buttons
 * are removed when one is pressed. After a restart the buttons still work, but without the text,
 * and are not removed. Thread-safe.
 */
public final class PersonResolver {
  private static final int NAMES_SHOWN = 30;
  private static final int REMEMBERED = 10_000;
  private static final Duration TIME_TO_ANSWER = Duration.ofMinutes(10);
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

  /** The last question at each address, as long as typed text may answer it. */
  private final Cache<Address, Question> questions =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(TIME_TO_ANSWER).build();

  /** What is done with the chosen person. */
  private interface Answer {
    void with(Person person, String rest) throws IOException;
  }

  /**
   * A question about who is meant, and what is done with the chosen person.
   *
   * @param voiced whether only people who can speak are meant
   */
  private record Question(
      OwnerId owner, List<Person> people, boolean voiced, Answer answer, String rest) {
    Question {
      people = List.copyOf(people);
    }
  }

  private record Said(OwnerId owner, String words, String answered) {}

  /** What a command does with a person, and how it asks for one. */
  public interface Plan {
    /**
     * Runs the command for a person.
     *
     * @param rest the text after the name
     */
    void run(Person person, String rest) throws IOException;

    /** The action of the button for a person, used when it is not certain who is meant. */
    Action button(Person person, String rest);

    /** The text that is kept for the button. */
    public default String words(String rest) {
      return rest;
    }

    /** The text of the message that the command replies to, if it is kept for the button. */
    default String answered() {
      return "";
    }

    /** The key of the question when no name is given. */
    default String question() {
      return "speak.whom";
    }

    /** The key of the question when several people have the name. */
    default String which() {
      return "speak.which";
    }

    /**
     * The key of the text when nobody has the name; its argument {@code names} lists the known
     * people.
     */
    default String unknown() {
      return "speak.unknown";
    }

    /**
     * Whether the command is for people who can speak: if several have the name and only one of
     * them can speak, that one is meant.
     */
    default boolean voiced() {
      return true;
    }

    /** Whether a person is offered when nobody has the given name. */
    default boolean suits(Person person) {
      return true;
    }

    /**
     * Whether text may follow the name; if not, and there is some, the user is asked who is meant.
     */
    default boolean takesWords() {
      return true;
    }

    /** Whether the name may be left out if only one person can speak. */
    default boolean takesTheOnlyOne() {
      return false;
    }
  }

  /** A command that needs only the person. */
  @FunctionalInterface
  public interface PersonAction {
    void run(Person person) throws IOException;
  }

  /**
   * The plan of a command about a person's model.
   *
   * @param verb of the buttons that stand for a person
   */
  public static Plan about(Verb verb, PersonAction action) {
    return new Plan() {
      @Override
      public void run(Person person, String rest) throws IOException {
        action.run(person);
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

  /** Runs the plan for the person that a command names, or asks who is meant. */
  public void ask(Command.Call call, Plan plan) throws IOException {
    questions.invalidate(call.envelope().address());
    List<Person> people = roster.people(call.owner());
    if (people.isEmpty()) {
      say(call, Reply.of(call.phrases().of("speak.nobody")));
    } else if (call.arguments().isEmpty()) {
      askWhom(call, people, plan);
    } else {
      answer(call, roster.find(call.owner(), call.arguments(), people), people, plan);
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
    String question = call.phrases().of(plan.unknown(), "names", names);
    if (plan.voiced()) {
      offer(call, question, fit, plan, "");
    } else {
      // A name typed now may mean something else, so it must not start a training of the person.
      show(call, question, fit, plan, "");
    }
  }

  /** Shows a question that is answered by a button, or by the name of one of the people. */
  private void offer(
      Command.Call call, String question, List<Person> people, Plan plan, String rest)
      throws IOException {
    show(call, question, people, plan, rest);
    questions.put(
        call.envelope().address(),
        new Question(call.owner(), people, plan.voiced(), plan::run, rest));
  }

  private void show(Command.Call call, String question, List<Person> people, Plan plan, String rest)
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
  }

  /**
   * Handles text as the answer to the last question here, if it is the name of one of the offered
   * people and nothing else; returns whether it is.
   *
   * @throws IOException when the command fails
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
    // The offered person may have been forgotten by now.
    Optional<Person> person = roster.person(envelope.sender(), meant.get(0).id().value());
    if (person.isPresent()) {
      question.answer().with(person.get(), question.rest());
    }
    return person.isPresent();
  }

  /**
   * Keeps text for the buttons under a question; the question is closed when one of them is
   * pressed.
   *
   * @param people who are offered
   * @param named is run if a person is named by text instead of a button
   */
  public void remember(
      MessageRef asked, OwnerId owner, String words, List<Person> people, PersonAction named) {
    remembered.put(asked, new Said(owner, words, ""));
    questions.put(
        asked.address(),
        new Question(owner, people, true, (person, rest) -> named.run(person), ""));
  }

  /**
   * Closes the question that a button belongs to, if there is one: it then shows who was chosen.
   */
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

  /** Marks a message as no longer a question, so that it is not closed. */
  void release(MessageRef message) {
    remembered.invalidate(message);
  }

  /** The text that came with the command, for a button under its question. */
  public String words(PressHandler.Pressed pressed) {
    Said said = remembered.getIfPresent(pressed.message());
    return said == null || !said.owner().equals(pressed.owner()) ? "" : said.words();
  }

  /** The text of the message that the command replied to, for a button under its question. */
  public String answered(PressHandler.Pressed pressed) {
    Said said = remembered.getIfPresent(pressed.message());
    return said == null || !said.owner().equals(pressed.owner()) ? "" : said.answered();
  }

  /** Deletes what an owner wrote. */
  void forget(OwnerId owner) {
    remembered.asMap().values().removeIf(said -> said.owner().equals(owner));
    questions.asMap().values().removeIf(question -> question.owner().equals(owner));
  }

  private void say(Command.Call call, Reply reply) throws IOException {
    channel.send(call.envelope().address(), reply);
  }
}
