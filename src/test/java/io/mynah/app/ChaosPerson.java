package io.mynah.app;

import io.mynah.telegram.fake.FakeFile;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.SentMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Somebody who writes only when they were answered, and knows by how many messages. */
final class ChaosPerson {
  private static final List<String> COMMANDS =
      List.of("/help", "/people", "/status", "/settings", "/train", "/stop", "/speak Nobody", "hm");

  private static final String READY = "Bella is ready.";

  private final FakeUser user;
  private final List<String> asked = new ArrayList<>();
  private int expected;
  private boolean sentAChat;
  private boolean talking;

  ChaosPerson(FakeUser user) {
    this.user = user;
  }

  /** Sends a small chat to learn from; one message tells of it, from the beginning to the end. */
  void sendsAChat() {
    sentAChat = true;
    expected++;
    asked.add("a chat");
    user.sends(
        FakeFile.of("result.json", SmallChat.json().getBytes(StandardCharsets.UTF_8)), "/train");
  }

  /** Says one of the commands that are answered by one message. */
  void asks(SplittableRandom random) {
    says(COMMANDS.get(random.nextInt(COMMANDS.size())), 1);
  }

  /** Wants to hear the voice that was learned. */
  void speaks(SplittableRandom random) {
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
  int answers() {
    return (int) user.messages().stream().filter(message -> message.file() == null).count();
  }

  /** Whether all that was asked was answered. */
  boolean satisfied() {
    return answers() >= expected && !learning();
  }

  /** Whether nothing more is to come. */
  boolean content() {
    return satisfied() && (!sentAChat || pictures() > 0);
  }

  private int pictures() {
    return (int) user.messages().stream().filter(SentMessage::isPicture).count();
  }

  boolean learning() {
    return sentAChat && !ready();
  }

  boolean ready() {
    return user.texts().stream().anyMatch(text -> text.contains(READY));
  }

  long chat() {
    return user.chat();
  }

  int asked() {
    return asked.size();
  }

  /** Messages that were said twice, pictures among them. */
  int tooMany() {
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
