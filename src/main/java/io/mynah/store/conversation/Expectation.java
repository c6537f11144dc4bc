package io.mynah.store.conversation;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Mynah waits for from an owner at an address. Each kind is a record, and is stored as the
 * word of its {@link Kind} and what it holds, with a colon between.
 */
public sealed interface Expectation {
  /** What there is to wait for. */
  enum Kind {
    FILE("file"),
    CORRECTION("correct"),
    BEGINNING("complete"),
    ERASURE("forget"),
    VOICE_BOT("bot"),
    PASSPHRASE("export");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The word that it is stored with: letters. */
    public String word() {
      return word;
    }

    /** The kind with this word. */
    public static Optional<Kind> of(String word) {
      return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
  }

  Kind kind();

  /** What it holds, as text that its kind reads; empty if it holds nothing. */
  String held();

  /** The stored text. */
  default String encode() {
    return held().isEmpty() ? kind().word() : kind().word() + ":" + held();
  }

  /** Reads a stored text; empty if it is not one. */
  static Optional<Expectation> parse(String stored) {
    String[] parts = stored.split(":", 2);
    return Kind.of(parts[0]).flatMap(kind -> read(kind, parts.length == 1 ? "" : parts[1]));
  }

  private static Optional<Expectation> read(Kind kind, String held) {
    return switch (kind) {
      case FILE -> Optional.of(new AwaitedFile());
      case CORRECTION -> CorrectionText.parse(held);
      case BEGINNING -> SentenceBeginning.parse(held);
      case ERASURE -> Optional.of(new ErasureAnswer(held));
      case VOICE_BOT -> NewVoiceBot.parse(held);
      case PASSPHRASE -> VoicePassphrase.parse(held);
    };
  }

  /** An export, as a file. */
  record AwaitedFile() implements Expectation {
    @Override
    public Kind kind() {
      return Kind.FILE;
    }

    @Override
    public String held() {
      return "";
    }
  }

  /**
   * What a person would have said instead of a message.
   *
   * @param person the person's id
   * @param askedBy the number of the update that asked: only later updates answer
   * @param message the id of the disliked message, without a colon
   * @param prompt the id of the message that asks, once it is sent
   */
  record CorrectionText(long person, long askedBy, String message, @Nullable String prompt)
      implements Expectation {
    /** Lower than the number of any update. */
    public static final long ALWAYS = 0;

    private static final Pattern FORM =
        Pattern.compile("(\\d{1,18}):(\\d{1,18}):([^:]*)(?::(.*))?");

    private static Optional<Expectation> parse(String held) {
      Matcher form = FORM.matcher(held);
      return form.matches()
          ? Optional.of(
              new CorrectionText(
                  Long.parseLong(form.group(1)),
                  Long.parseLong(form.group(2)),
                  form.group(3),
                  form.group(4)))
          : Optional.empty();
    }

    /** The same, asked in a message. */
    public CorrectionText askedIn(String asking) {
      return new CorrectionText(person, askedBy, message, asking);
    }

    @Override
    public Kind kind() {
      return Kind.CORRECTION;
    }

    @Override
    public String held() {
      String asked = person + ":" + askedBy + ":" + message;
      return prompt == null ? asked : asked + ":" + prompt;
    }
  }

  /**
   * The beginning of a sentence that a person completes.
   *
   * @param person the person's id
   */
  record SentenceBeginning(long person) implements Expectation {
    private static final Pattern FORM = Pattern.compile("\\d{1,18}");

    private static Optional<Expectation> parse(String held) {
      return FORM.matcher(held).matches()
          ? Optional.of(new SentenceBeginning(Long.parseLong(held)))
          : Optional.empty();
    }

    @Override
    public Kind kind() {
      return Kind.BEGINNING;
    }

    @Override
    public String held() {
      return Long.toString(person);
    }
  }

  /**
   * Yes or no to an erasure.
   *
   * @param yes the code of the button that confirms it
   */
  record ErasureAnswer(String yes) implements Expectation {
    @Override
    public Kind kind() {
      return Kind.ERASURE;
    }

    @Override
    public String held() {
      return yes;
    }
  }

  /**
   * A bot that its owner makes for a person.
   *
   * @param person the person's id
   */
  record NewVoiceBot(long person) implements Expectation {
    private static final Pattern FORM = Pattern.compile("\\d{1,18}");

    private static Optional<Expectation> parse(String held) {
      return FORM.matcher(held).matches()
          ? Optional.of(new NewVoiceBot(Long.parseLong(held)))
          : Optional.empty();
    }

    @Override
    public Kind kind() {
      return Kind.VOICE_BOT;
    }

    @Override
    public String held() {
      return Long.toString(person);
    }
  }

  /**
   * The passphrase for a person's voice that is exported.
   *
   * @param person the person's id
   */
  record VoicePassphrase(long person) implements Expectation {
    private static final Pattern FORM = Pattern.compile("\\d{1,18}");

    private static Optional<Expectation> parse(String held) {
      return FORM.matcher(held).matches()
          ? Optional.of(new VoicePassphrase(Long.parseLong(held)))
          : Optional.empty();
    }

    @Override
    public Kind kind() {
      return Kind.PASSPHRASE;
    }

    @Override
    public String held() {
      return Long.toString(person);
    }
  }
}
