package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mynah.domain.MessageRef;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.lm.training.TrainingData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code /forget} when the process is killed in the middle of it: the next one does the rest. What
 * a kill leaves is what lies on the disk; it is copied whenever time is asked for or a message is
 * changed while something is erased.
 */
class CutOffForgettingTest {
  @TempDir Path folder;
  private Bot bot;
  private Someone ann;
  private final List<Path> left = new ArrayList<>();

  /** Those of what was left in which the erasing was begun. */
  private final List<Path> begun = new ArrayList<>();

  /** All messages as they read when each copy was made. */
  private final Map<Path, Map<MessageRef, Reply>> readsThen = new HashMap<>();

  private final Set<String> seen = new HashSet<>();
  private int copies;

  @BeforeEach
  void start() {
    bot = new Bot(folder.resolve("home"));
    bot.requiresFolder();
    bot.unsealed().start();
    ann = bot.someone(1);
    ann.trainsAll(
        Export.group("Friends", 11)
            .says("Bella", 30, "hi")
            .says("Carl", 25, "well")
            .says("Dan", 20, "then"),
        "Bella",
        "Carl",
        "Dan");
  }

  @AfterEach
  void close() {
    bot.close();
  }

  @Test
  void thePersonIsForgottenAndTheOthersAreTrainedAgain() throws IOException {
    everyoneIsInTraining();
    ann.says("/forget Bella");
    pressAndStop();
    assertThat(left).hasSizeGreaterThan(5);
    for (Path home : left) {
      try (Bot next = next(home)) {
        presses(next);
        assertThat(people(next)).as("%s", home).containsExactlyInAnyOrder("Carl", "Dan");
        assertThat(next.phone().now(question).text())
            .containsAnyOf(
                text("forget.done-person", "name", "Bella", "voice", 1, "others", 2),
                text("forget.gone-person"))
            .contains(text("forget.left-in-chat"));
        next.someone(1).awaitsQuiet();
        await()
            .untilAsserted(() -> assertThat(filesHolding(home, "Bella")).as("%s", home).isEmpty());
        next.phone().replaysNoMore();
        for (String name : List.of("Carl", "Dan")) {
          assertThat(lastLesson(next, name)).as("%s", home).noneMatch(t -> t.contains("Bella"));
          next.someone(1).says("/speak " + name);
          assertThat(next.someone(1).reads()).as("%s", home).contains("from " + name);
          next.rests();
        }
      }
    }
  }

  @Test
  void whatWasBegunIsDoneThoughNobodyAsksAgain() throws IOException {
    everyoneIsInTraining();
    ann.says("/forget Bella");
    pressAndStop();
    assertThat(begun).hasSizeGreaterThan(5);
    for (Path home : begun) {
      try (Bot next = next(home)) {
        next.someone(1).awaitsQuiet();
        assertThat(people(next)).as("%s", home).containsExactlyInAnyOrder("Carl", "Dan");
        await()
            .untilAsserted(() -> assertThat(filesHolding(home, "Bella")).as("%s", home).isEmpty());
      }
    }
  }

  @Test
  void theChatIsForgotten() throws IOException {
    everyoneIsInTraining();
    ann.says("/forget chat");
    pressAndStop();
    assertThat(left).hasSizeGreaterThan(3);
    for (Path home : left) {
      try (Bot next = next(home)) {
        presses(next);
        assertThat(people(next)).as("%s", home).isEmpty();
        assertThat(next.phone().now(question).text())
            .containsAnyOf(
                text("forget.done-chat", "title", "Friends", "others", 0), text("forget.gone-chat"))
            .contains(text("forget.left-in-chat"));
        await()
            .untilAsserted(() -> assertThat(filesHolding(home, "Bella")).as("%s", home).isEmpty());
      }
    }
  }

  @Test
  void everythingIsForgotten() throws IOException {
    everyoneIsInTraining();
    ann.says("/settings temperature 1.2");
    ann.says("/forget everything");
    pressAndStop();
    assertThat(left).hasSizeGreaterThan(3);
    for (Path home : left) {
      try (Bot next = next(home)) {
        presses(next);
        assertThat(people(next)).as("%s", home).isEmpty();
        assertThat(next.phone().now(question).text()).startsWith(text("forget.done-everything"));
        await()
            .untilAsserted(() -> assertThat(filesHolding(home, "Bella")).as("%s", home).isEmpty());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat", "alles"})
  void whoeverSawTheTrainingsReadsInTheirLanguageThatTheyAreOver(String what) {
    everyoneIsInTraining();
    List<MessageRef> notices = notices();
    assertThat(notices).hasSize(3);
    ann.speaking(Locale.GERMAN).says("/forget " + what);
    pressAndStop("Ja");
    assertThat(begun).hasSizeGreaterThan(3);
    for (Path home : begun) {
      readsThen.get(home).forEach(bot.phone()::edit);
      try (Bot next = next(home)) {
        next.someone(1).awaitsQuiet();
        assertThat(notices)
            .as("%s", home)
            .extracting(notice -> next.phone().now(notice))
            .containsOnly(
                Reply.of(
                    "Das Training ist zu Ende: Die Nachrichten, aus denen ich gelernt habe, sind"
                        + " gelöscht."));
      }
    }
  }

  /** Bella of another chat, where she speaks of zebras, is joined with Bella of the first. */
  private void bellaIsOfTwoChats() {
    ann.trains(Export.group("Work", 12).says("Bella", 30, "zebra").says("Eve", 25, "why"));
    ann.says("/merge Bella@Friends Bella@Work");
    ann.awaits(text("notice.done", "Bella"));
    ann.awaitsQuiet();
  }

  @Test
  void aVoiceThatLearnedFromTwoChatsIsErasedWithThePersonOfOne() throws IOException {
    bellaIsOfTwoChats();
    assertThat(filesHolding(bot.home(), "zebra")).isNotEmpty();
    everyoneIsInTraining();
    ann.says("/forget Bella@Work");
    pressAndStop();
    assertThat(begun).hasSizeGreaterThan(3);
    // Each start takes a second.
    for (int i = 0; i < begun.size(); i += 3) {
      Path home = begun.get(i);
      try (Bot next = next(home)) {
        next.someone(1).awaitsQuiet();
        await()
            .untilAsserted(() -> assertThat(filesHolding(home, "zebra")).as("%s", home).isEmpty());
        assertThat(people(next))
            .as("%s", home)
            .containsExactlyInAnyOrder("Bella", "Carl", "Dan", "Eve");
        assertThat(lastLesson(next, "Bella")).as("%s", home).noneMatch(t -> t.contains("zebra"));
        next.someone(1).says("/speak Bella");
        assertThat(next.someone(1).reads()).as("%s", home).contains("hi 30 from Bella");
        next.rests();
      }
    }
  }

  @Test
  void peopleAreJoinedAndTakenApartThoughThatIsCutOff() throws IOException {
    ann.trains(Export.group("Work", 12).says("Bella", 30, "zebra").says("Eve", 25, "why"));
    ann.says("/merge Bella");
    pressAndStop("Bella · Friends");
    assertThat(left).hasSizeGreaterThan(2);
    for (Path home : left) {
      try (Bot next = next(home)) {
        presses(next);
        next.someone(1).awaitsQuiet();
        next.phone().replaysNoMore();
        assertThat(people(next))
            .as("%s", home)
            .containsExactlyInAnyOrder("Bella", "Carl", "Dan", "Eve");
        next.someone(1).says("/speak Bella");
        assertThat(next.someone(1).reads()).as("%s", home).contains("zebra 30 from Bella");
        next.rests();
        next.someone(1).says("/unmerge Bella");
        next.someone(1).awaitsQuiet();
        assertThat(people(next)).as("%s", home).hasSize(5);
        next.someone(1).says("/speak Bella@Friends");
        assertThat(next.someone(1).reads()).as("%s", home).contains("hi 30 from Bella");
        next.rests();
        next.someone(1).says("/speak Bella@Work");
        assertThat(next.someone(1).reads()).as("%s", home).contains("zebra 30 from Bella");
        next.rests();
      }
    }
  }

  /** The messages that show trainings. */
  private List<MessageRef> notices() {
    return bot.phone().at(ann.address()).stream()
        .filter(shown -> Someone.labels(shown).contains(text("button.cancel")))
        .map(Phone.Shown::ref)
        .toList();
  }

  private MessageRef question;
  private String yes;
  private Instant pressedAt;

  /** Those who have a voice are trained again, so that there is much to be ended. */
  private void everyoneIsInTraining() {
    bot.school().hold();
    for (Person person : bot.corpora().people(ann.owner())) {
      ann.presses(ann.newest().ref(), "learn:" + person.id().value());
    }
  }

  /** Answers the question with a yes, and keeps all that a kill would have left meanwhile. */
  private void pressAndStop() {
    pressAndStop(text("button.erase"));
  }

  private void pressAndStop(String label) {
    question = ann.newest().ref();
    yes = ann.action(label);
    pressedAt = bot.clock().instant();
    keep();
    Thread here = Thread.currentThread();
    Runnable keep =
        () -> {
          if (Thread.currentThread().equals(here)) {
            keep();
          }
        };
    bot.clock().onAsked(keep);
    bot.phone().onEdit(keep);
    bot.phone().answers(1, false, pressedAt);
    ann.presses(question, yes);
    bot.phone().replaysNoMore();
    bot.clock().onAsked(() -> {});
    bot.phone().onEdit(() -> {});
    bot.stop();
  }

  /** Keeps a copy of the folder, unless there is one of the same. */
  private void keep() {
    Optional<String> content = Optional.empty();
    Path copy = folder;
    while (content.isEmpty()) {
      copy = folder.resolve("copy" + ++copies);
      content = copiedBetweenWrites(copy);
    }
    if (seen.add(content.get())) {
      left.add(copy);
      readsThen.put(
          copy,
          bot.phone().at(ann.address()).stream()
              .collect(Collectors.toMap(Phone.Shown::ref, Phone.Shown::now)));
      if (!begun.isEmpty() || bot.erasing()) {
        begun.add(copy);
      }
    }
  }

  /**
   * Copies while nobody writes to the database: a kill finds it as it is at one moment. Where the
   * lock is not to be had it is this thread's own, further up.
   */
  private Optional<String> copiedBetweenWrites(Path copy) {
    String database = "jdbc:sqlite:" + bot.home().resolve("mynah.db");
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      statement.execute("pragma busy_timeout = 500");
      boolean locked = lock(statement);
      Optional<String> content = copyTo(copy);
      if (locked) {
        statement.execute("rollback");
      }
      return content;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean lock(Statement statement) {
    try {
      statement.execute("begin immediate");
      return true;
    } catch (SQLException busy) {
      return false;
    }
  }

  /** What was copied, or nothing if a training put away a file of its own meanwhile. */
  private Optional<String> copyTo(Path copy) {
    StringBuilder content = new StringBuilder();
    try (Stream<Path> files = Files.walk(bot.home())) {
      for (Path file : files.sorted().toList()) {
        Path to = copy.resolve(bot.home().relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else if (!file.toString().endsWith("-shm")) {
          Files.copy(file, to);
          content.append(to.getFileName()).append(content(to).hashCode());
        }
      }
      return Optional.of(content.toString());
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return Optional.empty();
      }
      throw e;
    } catch (NoSuchFileException vanished) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next process, which is started after an hour and more. */
  private Bot next(Path home) {
    Bot next = new Bot(home, bot.phone()).unsealed();
    next.clock().advance(Duration.ofHours(3));
    return next.start();
  }

  /** What the channel does with a press that the process before did not end. */
  private void presses(Bot next) {
    next.phone().edit(question, Reply.of("Shall I?"));
    next.phone().replays(pressedAt);
    next.someone(1).presses(question, yes);
  }

  private List<String> people(Bot next) {
    return next.corpora().people(ann.owner()).stream().map(Person::name).toList();
  }

  private static List<String> lastLesson(Bot next, String name) {
    PersonId person = next.someone(1).person(name);
    String key = next.corpora().person(next.someone(1).owner(), person).orElseThrow().key().value();
    TrainingData last =
        next.school().lessons().stream()
            .filter(lesson -> lesson.person().value().equals(key))
            .reduce((earlier, later) -> later)
            .orElseThrow();
    return last.turns().stream().map(turn -> turn.text()).toList();
  }

  private static List<Path> filesHolding(Path home, String words) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> content(file).contains(words))
          .toList();
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
