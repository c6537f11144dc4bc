package io.mynah.chat.voice;

import io.mynah.chat.buttons.Action;
import java.util.regex.Pattern;

/**
 * The arguments after the name in {@code /speak NAME [n] [what you say to them]}.
 *
 * @param count of messages, 1 to {@value #MOST}, or {@link Action#AS_THEY_DO} if no number is
 *     given: as many as the person usually sends
 * @param capped whether more were asked for
 * @param said to the person; may be empty
 */
public record SpeakArguments(int count, boolean capped, String said) {
  /** The most messages for one command. */
  public static final int MOST = 10;

  private static final Pattern NUMBER = Pattern.compile("(\\d{1,18})(?:\\s+(.*))?", Pattern.DOTALL);

  /** Parses the text after the name; any text is valid. */
  public static SpeakArguments parse(String rest) {
    var number = NUMBER.matcher(rest.strip());
    if (!number.matches()) {
      return new SpeakArguments(Action.AS_THEY_DO, false, rest.strip());
    }
    long wanted = Long.parseLong(number.group(1));
    String said = number.group(2) == null ? "" : number.group(2).strip();
    return new SpeakArguments((int) Math.max(1, Math.min(MOST, wanted)), wanted > MOST, said);
  }
}
