package io.mynah.app;

import io.mynah.telegram.fake.FakeFile;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.SentMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Somebody who writes only when they were answered, and knows by how many messages. */
public final class ChaosPerson {
  /** What somebody does with the voice that they have trained. */
  public enum Plan {
    SPEAK,
    CANCEL,
    FORGET_WHILE_LEARNING,
    FORGET_LATER
  }

  private static final List<String> COMMANDS =
      List.of("/help", "/people", "/status", "/settings", "/train", "/stop", "/speak Nobody", "hm");

  private static final String READY = "Bella is ready.";

  private final FakeUser user;
  private final List<String> asked = new ArrayList<>();
  private int expected;
  private boolean sentAChat;
  private boolean talking;
  private Plan plan = Plan.SPEAK;

  /** Whether they have begun to do what they planned, and whether they confirmed it. */
  private boolean begun;

  private boolean confirmed;

  /** Of the apologies. */
  private int accepted;

  public ChaosPerson(FakeUser user) {
    this.user = user;
  }

  /** Before they send a chat. */
  public void plans(Plan what) {
    plan = what;
  }

  /** Does what they planned, as soon as they can; repeats what was answered with an apology. */
  public void goesOn() {
    if (apologies() > accepted) {
      accepted = apologies();
      expected = Math.min(expected, answers());
      if (sentAChat && user.texts().stream().noneMatch(text -> text.contains("Bella"))) {
        sendsAChat();
      }
    }
    if (plan == Plan.SPEAK || !sentAChat) {
      return;
    }
    if (!begun) {
      begun =
          plan == Plan.FORGET_LATER
              ? content()
              : user.texts().stream().anyMatch(text -> text.contains("Bella"));
      if (begun) {
        says(plan == Plan.CANCEL ? "/cancel" : "/forget everything", 1);
      }
    } else if (plan != Plan.CANCEL && !confirmed) {
      user.messages().stream()
          .filter(message -> message.allButtons().stream().anyMatch(ChaosPerson::erases))
          .reduce((first, second) -> second)
          .ifPresent(this::confirms);
    }
  }

  private static boolean erases(SentMessage.Button button) {
    return button.label().equals("Yes, erase");
  }

  private void confirms(SentMessage question) {
    confirmed = true;
    question.allButtons().stream()
        .filter(ChaosPerson::erases)
        .forEach(button -> user.presses(question, button.data()));
  }

  /** Sends a small chat to learn from; one message tells of it, from the beginning to the end. */
  public void sendsAChat() {
    sentAChat = true;
    expected++;
    asked.add("a chat");
    user.sends(
        FakeFile.of("result.json", SmallChat.json().getBytes(StandardCharsets.UTF_8)), "/train");
  }

  /** Says one of the commands that are answered by one message. */
  public void asks(SplittableRandom random) {
    says(COMMANDS.get(random.nextInt(COMMANDS.size())), 1);
  }

  /** Wants to hear the voice that was learned. */
  public void speaks(SplittableRandom random) {
    if (talking) {
      talking = random.nextBoolean();
      says(talking ? "how are you" : "/stop", 1);
      return;
    }
    switch (random.nextInt(4)) {
      case 0 -> says("/speak Bella 3", 3);
      case 1 -> says("/speak Bella", 1);
      case 2 -> says("/complete Bella I think", 1);
      default -> {
        talking = true;
        says("/chat Bella", 1);
      }
    }
  }

  private void says(String words, int answers) {
    asked.add(words);
    expected += answers;
    user.says(words);
  }

  /** Messages without a picture: pictures come by themselves. */
  public int answers() {
    return (int) user.messages().stream().filter(message -> message.file() == null).count();
  }

  /** Messages that say that something went wrong. */
  public int apologies() {
    return (int)
        user.texts().stream().filter(text -> text.contains("something went wrong")).count();
  }

  /** Whether all that was asked was answered. */
  public boolean satisfied() {
    return answers() >= expected && !learning();
  }

  /** Whether nothing more is to come. */
  public boolean content() {
    if (!satisfied() || !sentAChat) {
      return satisfied();
    }
    return switch (plan) {
      case SPEAK -> pictures() > 0;
      case CANCEL -> begun && (cancelled() || pictures() > 0);
      case FORGET_WHILE_LEARNING -> forgot();
      case FORGET_LATER -> begun ? forgot() : pictures() > 0;
    };
  }

  /** Whether they have a voice, and mean to keep it. */
  public boolean speaksStill() {
    return ready() && !begun;
  }

  /** Whether they stopped their training. */
  public boolean cancelled() {
    return begun
        && user.texts().stream()
            .anyMatch(text -> text.contains("Bella: cancelled") || text.contains("Cancelled"));
  }

  /** Whether they read that all is forgotten. */
  public boolean forgot() {
    return confirmed && user.texts().stream().anyMatch(ChaosPerson::saysAllIsForgotten);
  }

  /** Whether a text says that everything is forgotten. */
  public static boolean saysAllIsForgotten(String text) {
    return text.contains("I forgot everything");
  }

  private int pictures() {
    return (int) user.messages().stream().filter(SentMessage::isPicture).count();
  }

  public boolean learning() {
    boolean erasing = begun && plan != Plan.CANCEL;
    return sentAChat && !erasing && !ready() && !cancelled();
  }

  public boolean ready() {
    return user.texts().stream().anyMatch(text -> text.contains(READY));
  }

  public long chat() {
    return user.chat();
  }

  public int asked() {
    return asked.size();
  }

  /** Messages that were said twice, pictures among them. */
  public int tooMany() {
    List<String> captions =
        user.messages().stream().filter(SentMessage::isPicture).map(SentMessage::text).toList();
    int pictures = captions.size() - (int) captions.stream().distinct().count();
    return Math.max(0, answers() - expected) + pictures;
  }

  @Override
  public String toString() {
    return "asked %s, expected %d, saw %s".formatted(asked, expected, user.texts());
  }
}
