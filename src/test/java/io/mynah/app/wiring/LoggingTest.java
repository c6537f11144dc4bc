package io.mynah.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mynah.logging.LogContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.telegram.telegrambots.longpolling.BotSession;

@Isolated("it changes how all of the program logs")
class LoggingTest {
  @TempDir Path folder;

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Exception fault =
      new IllegalStateException(
          "the bot's token 12:ab", new IOException("Bella wrote: secret words"));

  @AfterEach
  void logAsBefore() throws Exception {
    configure("logback-test.xml");
  }

  @Test
  void theLogSaysWhereItBrokeAndNothingOfWhatPeopleWrote() throws Exception {
    Logging.start(folder, new MynahConfig.Log("info", "text"), false);
    LoggerFactory.getLogger("io.mynah.part").error("It broke.", fault);
    context.stop();
    assertSaysWhereAlone(Files.readString(folder.resolve("mynah.log")));
  }

  @Test
  void soDoesWhatIsLoggedByALibrary() throws Exception {
    Logging.start(folder, new MynahConfig.Log("info", "text"), false);
    LoggerFactory.getLogger("org.telegram.part").warn("It broke.", fault);
    context.stop();
    assertSaysWhereAlone(Files.readString(folder.resolve("mynah.log")));
  }

  @Test
  void aPollThatFailsLeavesAStackTraceOnlyWhereThatIsAskedFor() throws Exception {
    Logger library = LoggerFactory.getLogger(BotSession.class);
    Logging.start(folder, new MynahConfig.Log("info", "text"), false);
    library.error("It broke.", fault);
    assertThat(folder.resolve("mynah.log")).isEmptyFile();
    Logging.start(folder, new MynahConfig.Log("debug", "text"), false);
    library.error("It broke.", fault);
    context.stop();
    assertSaysWhereAlone(Files.readString(folder.resolve("mynah.log")));
  }

  @Test
  void jsonLinesAreOneObjectEachAndSayAsLittle() throws Exception {
    Logging.start(folder, new MynahConfig.Log("info", "json"), false);
    Logger log = LoggerFactory.getLogger("io.mynah.part");
    LogContext.with(LogContext.UPDATE, 12, () -> log.error("It \"broke\".\n", fault));
    log.info("Next: {} \u001b 👩‍👩‍👧", 7);
    context.stop();
    String text = Files.readString(folder.resolve("mynah.log"));
    assertSaysWhereAlone(text.replace("\\\"broke\\\".\\n", "broke."));
    List<JsonNode> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).path("formattedMessage").asText()).isEqualTo("It \"broke\".\n");
    assertThat(lines.get(0).path("mdc").path("update").asText()).isEqualTo("12");
    assertThat(lines.get(0).path("stackTrace").asText()).startsWith("java.lang.Illegal");
    assertThat(lines.get(0).path("level").asText()).isEqualTo("ERROR");
    assertThat(lines.get(1).path("formattedMessage").asText()).isEqualTo("Next: 7 \u001b 👩‍👩‍👧");
    assertThat(lines.get(1).path("mdc")).isEmpty();
    assertThat(lines.get(1).has("stackTrace")).isFalse();
  }

  @Test
  void textLinesNameTheUpdateAndTheJobWhereThereIsOne() throws Exception {
    Logging.start(folder, new MynahConfig.Log("info", "text"), false);
    Logger log = LoggerFactory.getLogger("io.mynah.part");
    LogContext.with(
        LogContext.UPDATE, 12, () -> LogContext.with(LogContext.JOB, 3, () -> log.info("Both.")));
    log.info("None.");
    context.stop();
    assertThat(Files.readAllLines(folder.resolve("mynah.log")))
        .satisfiesExactly(
            line -> assertThat(line).endsWith(" io.mynah.part update 12: job 3: Both."),
            line -> assertThat(line).endsWith(" io.mynah.part None."));
  }

  @Test
  void soDoesTheErrorStreamBeforeTheSettingsAreRead() throws Exception {
    assertSaysWhereAlone(errorStream(() -> configure("logback.xml")));
  }

  @Test
  void soDoesTheErrorStreamOfACommandWithoutADataFolder() throws Exception {
    assertSaysWhereAlone(errorStream(Logging::quiet));
  }

  private interface Setup {
    void run() throws Exception;
  }

  private String errorStream(Setup setup) throws Exception {
    PrintStream usual = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      setup.run();
      LoggerFactory.getLogger("io.mynah.part").error("It broke.", fault);
    } finally {
      System.setErr(usual);
    }
    return written.toString(StandardCharsets.UTF_8);
  }

  private void configure(String resource) throws Exception {
    URL file = getClass().getClassLoader().getResource(resource);
    context.reset();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(file);
  }

  private static void assertSaysWhereAlone(String log) {
    assertThat(log)
        .contains("It broke.", "java.lang.IllegalStateException", "caused by java.io.IOException")
        .contains("LoggingTest")
        .doesNotContain("secret", "Bella", "token");
  }
}
