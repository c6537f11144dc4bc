package io.mynah.console;

import io.mynah.chat.Button;
import io.mynah.domain.MessageRef;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Finds the buttons that typed text selects: those of the last shown message by number, those of
 * the newest question also by label. A question ends as soon as another message with buttons is
 * shown. For one thread at a time.
 */
final class ConsoleChoices {
  private static final Pattern NUMBERS = Pattern.compile("\\d+(?:[\\s,;]+\\d+)*");
  private static final Pattern BETWEEN = Pattern.compile("[\\s,;]+");
  private static final Pattern WORD_END = Pattern.compile("[\\s,.;:!?·]");
  private static final Pattern LAST_SIGNS = Pattern.compile("[.!?]+$");
  private static final int MOST_DIGITS = 3;

  private final Predicate<String> answering;
  private List<Choice> numbered = List.of();
  private List<Choice> question = List.of();

  /**
   * @param answering whether a button with an action answers a question and so can be pressed by
   *     its label; other buttons only accompany a message
   */
  ConsoleChoices(Predicate<String> answering) {
    this.answering = answering;
  }

  /** A button that can be pressed. */
  record Choice(MessageRef message, String label, String action) {
    /** The part of the action that buttons with the same effect on different objects share. */
    private String kind() {
      int colon = action.indexOf(':');
      return colon < 0 ? action : action.substring(0, colon);
    }
  }

  /**
   * Takes the buttons of a message that is shown or edited.
   *
   * @param temporary whether the message will soon be edited again; then it asks no question
   */
  void show(MessageRef message, List<Button> buttons, boolean temporary) {
    List<Choice> shown =
        buttons.stream()
            .map(button -> new Choice(message, button.label(), button.action()))
            .toList();
    if (shown.isEmpty()) {
      numbered = isOf(numbered, message) ? List.of() : numbered;
    } else {
      numbered = shown;
    }
    if (isOf(question, message) || (!shown.isEmpty() && !temporary)) {
      boolean asks = !temporary && shown.stream().anyMatch(each -> answering.test(each.action()));
      question = asks ? shown : List.of();
    }
  }

  private static boolean isOf(List<Choice> choices, MessageRef message) {
    return !choices.isEmpty() && choices.get(0).message().equals(message);
  }

  /**
   * The selected buttons: one, or several of one kind from a question; empty if the text selects
   * none.
   */
  List<Choice> selected(String typed) {
    if (NUMBERS.matcher(typed).matches()) {
      List<Optional<Choice>> found =
          Arrays.stream(BETWEEN.split(typed)).distinct().map(this::numbered).toList();
      List<Choice> selected = found.stream().flatMap(Optional::stream).toList();
      if (selected.size() == found.size() && (selected.size() == 1 || areOneKind(selected))) {
        return selected;
      }
    }
    return byLabel(typed).map(List::of).orElse(List.of());
  }

  private boolean areOneKind(List<Choice> selected) {
    return !selected.isEmpty()
        && isOf(question, selected.get(0).message())
        && selected.stream().map(Choice::kind).distinct().count() == 1;
  }

  private Optional<Choice> numbered(String digits) {
    if (digits.length() > MOST_DIGITS) {
      return Optional.empty();
    }
    int number = Integer.parseInt(digits);
    return number >= 1 && number <= numbered.size()
        ? Optional.of(numbered.get(number - 1))
        : Optional.empty();
  }

  /** The question's button with this label, or the only one whose label begins with it. */
  private Optional<Choice> byLabel(String typed) {
    String wanted = LAST_SIGNS.matcher(plain(typed)).replaceFirst("");
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    List<Choice> same = matching(choice -> plain(choice.label()).equals(wanted));
    List<Choice> withPrefix = matching(choice -> plain(choice.label()).startsWith(wanted));
    Optional<Choice> selected = Optional.empty();
    if (same.size() == 1) {
      selected = Optional.of(same.get(0));
    } else if (withPrefix.size() == 1 && firstWord(withPrefix.get(0)).equals(wanted)) {
      selected = Optional.of(withPrefix.get(0));
    }
    return selected.filter(choice -> answering.test(choice.action()));
  }

  private List<Choice> matching(Predicate<Choice> wanted) {
    return question.stream().filter(wanted).toList();
  }

  private static String firstWord(Choice choice) {
    return WORD_END.split(plain(choice.label()), 2)[0];
  }

  private static String plain(String words) {
    return words.strip().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether the text consists of numbers, and the open question has no button with one of them,
   * neither as number nor as first word of its label.
   */
  boolean lacks(String typed) {
    return !question.isEmpty()
        && NUMBERS.matcher(typed).matches()
        && Arrays.stream(BETWEEN.split(typed))
            .anyMatch(
                number ->
                    numbered(number).isEmpty()
                        && matching(choice -> firstWord(choice).equals(number)).isEmpty());
  }

  /** Gives the question's buttons their numbers back. Returns whether other buttons had them. */
  boolean renumber() {
    boolean other = !numbered.equals(question);
    numbered = question;
    return other;
  }

  /** The numbered buttons, in order. */
  List<Console.Choice> all() {
    return IntStream.range(0, numbered.size())
        .mapToObj(i -> new Console.Choice(i + 1, numbered.get(i).label()))
        .toList();
  }
}
