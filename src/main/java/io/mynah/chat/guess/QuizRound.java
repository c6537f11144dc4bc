package io.mynah.chat.guess;

import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import java.util.List;
import java.util.Optional;

/** The state of one player's quiz about one person. Thread-safe. */
final class QuizRound {
  private final long id;
  private final OwnerId player;
  private final OwnerId owner;
  private final Person person;
  private final List<QuizMaker.Question> questions;
  private int answered;
  private int correct;

  /**
   * @param player who asked for it; only they may answer
   * @param owner whose person it is
   * @param questions at least one
   */
  QuizRound(
      long id, OwnerId player, OwnerId owner, Person person, List<QuizMaker.Question> questions) {
    this.id = id;
    this.player = player;
    this.owner = owner;
    this.person = person;
    this.questions = List.copyOf(questions);
  }

  long id() {
    return id;
  }

  OwnerId player() {
    return player;
  }

  OwnerId owner() {
    return owner;
  }

  Person person() {
    return person;
  }

  int size() {
    return questions.size();
  }

  QuizMaker.Question question(int index) {
    return questions.get(index);
  }

  /** The index of the current question; empty when all are answered. */
  synchronized Optional<Integer> current() {
    return answered < questions.size() ? Optional.of(answered) : Optional.empty();
  }

  synchronized int correct() {
    return correct;
  }

  /**
   * Answers a question.
   *
   * @return whether the answer is right; empty if this is not the current question
   */
  synchronized Optional<Boolean> answer(int index, boolean first) {
    if (index != answered || answered == questions.size()) {
      return Optional.empty();
    }
    boolean right = questions.get(index).realFirst() == first;
    answered++;
    correct += right ? 1 : 0;
    return Optional.of(right);
  }
}
