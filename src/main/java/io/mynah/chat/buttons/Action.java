package io.mynah.chat.buttons;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The action code of a button: a verb and numbers, never a name or a text. Anyone can send any
 * action, so the handler must check that the numbers belong to the presser.
 */
public record Action(Verb verb, List<Long> ids) {
  /** Used in place of a number of messages: as many as the person usually sends. */
  public static final int AS_THEY_DO = 0;

  private static final Pattern FORM = Pattern.compile("([a-z]{1,8})((?::\\d{1,18}){0,3})");

  public Action {
    ids = List.copyOf(ids);
    if (ids.size() != verb.ids()) {
      throw new IllegalArgumentException(verb + " with " + ids.size() + " ids");
    }
  }

  /**
   * Creates an action.
   *
   * @throws IllegalArgumentException when the verb takes another number of ids
   */
  public static Action of(Verb verb, long... ids) {
    return new Action(verb, Arrays.stream(ids).boxed().toList());
  }

  /**
   * The action as text. It has at most 8 + 3 · 19 bytes of ASCII; with two numbers it stays below a
   * button's 64 bytes.
   */
  public String encode() {
    return verb.code() + ids.stream().map(id -> ":" + id).collect(Collectors.joining());
  }

  /** Parses the action of one of our own buttons; empty for everything else. */
  public static Optional<Action> parse(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    List<Long> ids =
        Arrays.stream(form.group(2).split(":"))
            .filter(part -> !part.isEmpty())
            .map(Long::valueOf)
            .toList();
    return Verb.of(form.group(1))
        .filter(verb -> verb.ids() == ids.size())
        .map(verb -> new Action(verb, ids));
  }

  /**
   * One of its numbers, counted from 0.
   *
   * @throws IndexOutOfBoundsException when it has no such number
   */
  public long id(int index) {
    return ids.get(index);
  }
}
