package io.mynah.chat.guess;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.people.PeopleDirectory;
import io.mynah.chat.people.PersonResolver;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.settings.OwnerSettings;
import io.mynah.chat.training.VoiceRepair;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.voice.SharedMessage;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.store.conversation.GuessScores;
import io.mynah.store.corpora.Shares;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code /guess NAME}: a quiz that asks which of two messages the person wrote. Quizzes are kept in
 * memory for a day; after a restart their buttons say that the quiz is gone. The score is stored
 * with each answer. Thread-safe.
 */
public final class GuessCommand implements Command, Feature {
  private static final Duration MEMORY = Duration.ofDays(1);
  private static final int REMEMBERED = 1_000;

  private final Channel channel;
  private final GuessScores guessScores;
  private final Roster roster;
  private final VoiceStates voices;
  private final OwnerSettings settings;
  private final VoiceRepair repair;
  private final PersonResolver personResolver;
  private final QuizMaker maker;
  private final RealMessagePolicy realMessagePolicy;

  /** Ids differ after a restart, so that an old button does not match a new quiz. */
  private final AtomicLong ids;

  private final Cache<Long, QuizRound> quizzes =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterAccess(MEMORY).build();

  public GuessCommand(
      Environment environment,
      PeopleDirectory people,
      OwnerSettings settings,
      VoiceRepair repair,
      QuizMaker maker,
      GuessScores guessScores,
      Shares shares) {
    this.channel = environment.channel();
    this.roster = people.roster();
    this.voices = people.voices();
    this.personResolver = people.resolver();
    this.settings = settings;
    this.repair = repair;
    this.maker = maker;
    this.guessScores = guessScores;
    realMessagePolicy = RealMessagePolicy.alsoWhereShared(shares);
    ids = new AtomicLong(environment.clock().millis());
  }

  @Override
  public Map<String, Command> commands() {
    return Map.of("guess", this);
  }

  @Override
  public Map<Verb, PressHandler> buttons() {
    return Map.of(Verb.QUIZ, this::begin, Verb.GUESS, this::answer);
  }

  @Override
  public void run(Call call) throws IOException {
    personResolver.ask(
        call,
        PersonResolver.about(
            Verb.QUIZ, person -> begin(call.envelope(), call.phrases(), call.owner(), person)));
  }

  /** Handles the button that begins a quiz. */
  boolean begin(PressHandler.Pressed pressed) throws IOException {
    Optional<Person> person = roster.person(pressed.owner(), pressed.id(0));
    if (person.isPresent()) {
      personResolver.close(pressed, person.get());
      begin(pressed.envelope(), pressed.phrases(), pressed.owner(), person.get());
    }
    return person.isPresent();
  }

  /** Deletes an owner's quizzes, and those that others play with the owner's people. */
  @Override
  public void forget(OwnerId owner) {
    quizzes
        .asMap()
        .values()
        .removeIf(quiz -> quiz.player().equals(owner) || quiz.owner().equals(owner));
  }

  /**
   * Begins a quiz if real messages may be shown there; otherwise says that they may not.
   *
   * @param owner whose person it is
   * @throws IOException when the answer cannot be sent
   */
  public void begin(Envelope envelope, Phrases phrases, OwnerId owner, Person person)
      throws IOException {
    if (!realMessagePolicy.mayBeShown(owner, person, envelope)) {
      channel.send(envelope.address(), Reply.of(phrases.of("guess.private")));
      return;
    }
    if (!voices.ready(person)) {
      channel.send(envelope.address(), voices.silence(phrases, person));
      return;
    }
    Channel.Typing typing = channel.typing(envelope.address());
    List<QuizMaker.Question> questions;
    try (typing) {
      questions = maker.make(person, settings.of(owner));
    } catch (MissingModel | DamagedModel lost) {
      String name = Wording.name(person.name());
      if (!envelope.isPrivate()) {
        channel.send(envelope.address(), Reply.of(phrases.of("group.silent", "name", name)));
      }
      repair.repair(owner, person, envelope, phrases);
      return;
    }
    if (questions.isEmpty()) {
      String name = Wording.name(person.name());
      channel.send(envelope.address(), Reply.of(phrases.of("guess.too-few", "name", name)));
      return;
    }
    QuizRound quiz =
        new QuizRound(ids.incrementAndGet(), envelope.sender(), owner, person, questions);
    quizzes.put(quiz.id(), quiz);
    ask(envelope, phrases, quiz, 0);
  }

  private void ask(Envelope envelope, Phrases phrases, QuizRound quiz, int index)
      throws IOException {
    Action first = Action.of(Verb.GUESS, quiz.id(), index, 0);
    Action second = Action.of(Verb.GUESS, quiz.id(), index, 1);
    String name = Wording.name(quiz.person().name());
    String question =
        phrases.of("guess.question", "number", index + 1, "count", quiz.size(), "name", name)
            + both(phrases, quiz.question(index), "");
    channel.send(
        envelope.address(),
        new Reply(
            envelope.isPrivate()
                ? question
                : question + "\n\n" + phrases.of("guess.asker-alone", "name", name),
            List.of(
                List.of(
                    phrases.button("button.first", first),
                    phrases.button("button.second", second)))));
  }

  /**
   * Both messages of a question.
   *
   * @param sign the mark of the made-up message; empty to hide which one it is
   */
  private static String both(Phrases phrases, QuizMaker.Question question, String sign) {
    String made = question.made() + sign;
    String first = question.realFirst() ? question.real() : made;
    String second = question.realFirst() ? made : question.real();
    return "\n\n"
        + phrases.of("guess.first", "text", first)
        + "\n\n"
        + phrases.of("guess.second", "text", second);
  }

  /** Handles the buttons that answer a question. Pressing twice counts once. */
  public boolean answer(PressHandler.Pressed pressed) throws IOException {
    QuizRound quiz = quizzes.getIfPresent(pressed.id(0));
    if (quiz == null && !pressed.envelope().isPrivate()) {
      return false;
    }
    if (quiz == null) {
      channel.send(pressed.envelope().address(), Reply.of(pressed.phrases().of("guess.forgotten")));
      return true;
    }
    if (!quiz.player().equals(pressed.owner()) && !pressed.envelope().isPrivate()) {
      String name = Wording.name(quiz.person().name());
      channel.toast(
          pressed.envelope().address(), pressed.phrases().of("guess.asker-alone", "name", name));
      return true;
    }
    boolean shown = realMessagePolicy.mayBeShown(quiz.owner(), quiz.person(), pressed.envelope());
    if (!quiz.player().equals(pressed.owner()) || !shown) {
      return false;
    }
    int index = (int) Math.min(Integer.MAX_VALUE, pressed.id(1));
    Optional<Boolean> right = quiz.answer(index, pressed.id(2) == 0);
    if (right.isPresent()) {
      guessScores.count(quiz.person(), quiz.player(), right.get());
      solve(pressed, quiz, index, right.get());
    }
    return true;
  }

  private void solve(PressHandler.Pressed pressed, QuizRound quiz, int index, boolean right)
      throws IOException {
    Phrases phrases = pressed.phrases();
    QuizMaker.Question question = quiz.question(index);
    String verdict =
        phrases.of(
            right ? "guess.right" : "guess.wrong",
            "letter",
            phrases.of(question.realFirst() ? "button.first" : "button.second"),
            "name",
            Wording.name(quiz.person().name()));
    // Before the question is answered, the sign would reveal the answer.
    String sign = pressed.envelope().isPrivate() ? "" : " " + SharedMessage.MARK;
    channel.edit(pressed.message(), Reply.of(verdict + both(phrases, question, sign)));
    Optional<Integer> next = quiz.current();
    if (next.isPresent()) {
      ask(pressed.envelope(), phrases, quiz, next.get());
    } else {
      Reply score = score(phrases, quiz);
      channel.send(
          pressed.envelope().address(),
          pressed.envelope().isPrivate() ? score : Reply.of(score.text()));
    }
  }

  private Reply score(Phrases phrases, QuizRound quiz) {
    GuessScores.Score all =
        guessScores.of(quiz.person(), quiz.player()).orElseGet(() -> new GuessScores.Score(0, 0));
    String text = phrases.of("guess.score", "told", quiz.correct(), "count", quiz.size());
    if (all.asked() > quiz.size()) {
      text += " " + phrases.of("guess.in-all", "told", all.told(), "asked", all.asked());
    }
    long person = quiz.person().id().value();
    return new Reply(
        text,
        List.of(
            List.of(
                phrases.button("button.once-more", Action.of(Verb.QUIZ, person)),
                phrases.button("button.report", Action.of(Verb.REPORT, person)))));
  }
}
