package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.dispatch.CommandMenu;
import io.mynah.chat.help.HelpTopic;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be done is told by topic, in one message. */
class HelpTest {
  private static final List<String> TOPICS =
      Stream.of("learn", "talk", "share", "better", "data")
          .map(topic -> text("help.topic." + topic))
          .toList();

  @TempDir Path home;
  private Bot bot;
  private Someone ann;

  @BeforeEach
  void start() {
    bot = new Bot(home).isAdministeredBy("2").start();
    ann = bot.someone(1);
  }

  @AfterEach
  void close() {
    bot.close();
  }

  private static String line(String command) {
    return text("help.line", "usage", text("usage." + command), "what", text("menu." + command));
  }

  @Test
  void everyCommandIsInOneTopic() {
    assertThat(Arrays.stream(HelpTopic.values()).flatMap(topic -> topic.commands().stream()))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(CommandMenu.names().stream(), CommandMenu.administratorNames().stream())
                .toList());
  }

  @Test
  void theTopicsAreButtonsOfAShortMessage() {
    ann.says("/help");
    assertThat(ann.reads()).startsWith(text("help.head")).doesNotContain("/train");
    assertThat(ann.buttons()).startsWith(TOPICS.toArray(String[]::new)).hasSize(6);
  }

  @Test
  void aTopicTakesThePlaceOfTheMessageAndLeadsBack() {
    ann.says("/help");
    String overview = ann.reads();
    for (String topic : TOPICS) {
      ann.presses(topic);
      assertThat(ann.reads()).startsWith(topic + "\n\n").contains("\n/");
      ann.presses(text("help.back"));
      assertThat(ann.reads()).isEqualTo(overview);
      assertThat(ann.buttons()).containsAll(TOPICS);
    }
    assertThat(ann.readsAll()).as("all in one message").hasSize(1);
    ann.presses(text("help.topic.talk"));
    assertThat(ann.reads()).contains(line("speak"), line("converse")).doesNotContain("/forget");
  }

  @Test
  void allCommandsAreListedWithAnExampleOfEach() {
    ann.says("/help");
    ann.presses(text("help.topic.all"));
    assertThat(CommandMenu.names())
        .hasSizeGreaterThan(8)
        .allSatisfy(name -> assertThat(ann.reads()).contains("\n" + line(name)));
    assertThat(ann.reads()).endsWith(text("help.foot"));
  }

  @Test
  void aCommandIsExplainedByItsName() {
    for (String words : List.of("/help speak", "/help /Speak")) {
      ann.says(words);
      assertThat(ann.reads()).isEqualTo(line("speak"));
    }
    ann.presses(text("help.topic.talk"));
    assertThat(ann.reads()).contains(line("chat"));
    for (String command : CommandMenu.names()) {
      ann.says("/help " + command);
      assertThat(ann.reads()).isEqualTo(line(command));
    }
    ann.says("/help fly");
    assertThat(ann.reads()).startsWith(text("help.unknown"));
    assertThat(ann.buttons()).containsAll(TOPICS);
  }

  @Test
  void administratorsHaveATopicOfTheirOwn() {
    Someone ben = bot.someone(2);
    ben.says("/help");
    ben.presses(text("help.topic.administer"));
    assertThat(ben.reads()).contains(line("invite"), line("admin"));
    ben.presses(text("help.back"));
    ben.presses(text("help.topic.all"));
    assertThat(ben.reads()).contains(line("invite"), line("forget"));
    ben.says("/help admin");
    assertThat(ben.reads()).isEqualTo(line("admin"));
  }

  @Test
  void aPageStaysWhatItIsAfterARestart() {
    ann.says("/help");
    bot.restart();
    ann.presses(text("help.topic.data"));
    assertThat(ann.reads()).contains(line("mydata"), line("forget"));
  }
}
