package io.mynah.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.dispatch.AllowedUsers;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only someone who sits at the machine can do: name files by their paths. */
class TerminalConversationTest {
  @TempDir Path home;
  @TempDir Path disk;
  private Bot bot;
  private Someone local;

  @BeforeEach
  void start() throws IOException {
    bot = new Bot(home).allows(new AllowedUsers.ByLink(), null);
    bot.offersSample("sample", write("sample.json", Export.ofBellaAndTim())).start();
    bot.phone().local = true;
    local = new Someone(bot, OwnerId.LOCAL, null);
  }

  @AfterEach
  void close() {
    bot.close();
  }

  private Path write(String name, Export export) throws IOException {
    Path file = disk.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, export.json());
  }

  private static Export kim() {
    return Export.chatWith("Kim", 3).says("Kim", 20, "k");
  }

  @Test
  void whoBeginsForTheFirstTimeReadsItAllAndAfterwardsTwoLines() {
    bot.greets(local);
    assertThat(local.reads()).startsWith("Hello! I'm Mynah.").contains("Tab", "/quit leaves");
    local.says("/help");
    bot.restart();
    bot.greets(local);
    assertThat(local.reads()).startsWith("Good to see you again.").contains("/help", "/quit");
    assertThat(local.reads().length()).isLessThan(160);
    local.says("/start");
    assertThat(local.reads()).startsWith("Hello! I'm Mynah.");
  }

  @Test
  void whatIsAButtonElsewhereIsANumberToType() {
    local.says("/train sample");
    local.awaits("is ready.");
    local.awaitsQuiet();
    assertThat(local.readsAll()).anyMatch(text -> text.endsWith("Say /speak Bella."));
    local.says("/forget");
    assertThat(local.reads()).contains("Type a number").doesNotContain("button");
    Someone ann = bot.someone(1);
    bot.phone().local = false;
    bot.allows(new AllowedUsers.Everyone(), null).restart();
    ann.trains(kim());
    assertThat(ann.readsAll()).anyMatch(text -> text.contains("press the button"));
  }

  @Test
  void whatATrainingTriesOutIsToldFromAMessageOfATalk() {
    bot.school().holdWithVoice();
    local.says("/train sample");
    local.awaits("You can talk to Bella already");
    local.awaits("A sample of Bella's voice so far: “hi 1 from Bella / and so on”");
    bot.school().release();
    local.awaitsQuiet();
  }

  @Test
  void whoIsPickedByNameIsTickedInTheListWhoseNumbersStayThoseToType() throws IOException {
    Export group =
        Export.group("Climbing", 7)
            .says("Bella", 30, "b")
            .says("Tim", 20, "t")
            .says("Kim", 12, "k");
    local.says("/train " + write("group.json", group));
    local.awaits("Type someone's number to pick them");
    var question = local.newest().ref();
    local.says("kim");
    assertThat(local.reads())
        .isEqualTo(
            "Picked so far: Kim. Add others by number or name, then type the number of “Train”.");
    assertThat(local.buttons()).isEmpty();
    assertThat(bot.phone().now(question).buttons())
        .extracting(row -> row.get(0).label())
        .containsExactly("Bella · 30", "Tim · 20", "✓ Kim · 12", "Train 1 person");
  }

  @Test
  void whoLeavesDuringATrainingHearsThatItGoesOnLaterAndOthersHearNothing() {
    bot.bidsFarewell(local);
    assertThat(local.readsAll()).isEmpty();
    bot.school().hold();
    local.says("/train sample");
    local.awaits("40 %");
    bot.bidsFarewell(local);
    assertThat(local.reads())
        .isEqualTo("What is still in training goes on the next time you start me.");
    bot.school().release();
    local.awaitsQuiet();
  }

  @Test
  void whoTypesANumberThatIsNotThereHearsWhichAre() {
    bot.saysNumbersTo(local, 4);
    assertThat(local.reads()).isEqualTo("There is no such number here. Type one from 1 to 4.");
    bot.saysNumbersTo(local, 1);
    assertThat(local.reads()).isEqualTo("There is no such number here. The only one is 1.");
  }

  @Test
  void theSampleIsTrainedByItsName() {
    local.says("/start");
    assertThat(local.reads()).contains("/train sample").contains("where the file is");
    local.says("/train Sample");
    local.awaits("Tim is ready.");
    local.awaitsQuiet();
    local.says("/speak Bella");
    assertThat(local.reads()).isEqualTo("night from Bella");
    assertThat(disk.resolve("sample.json")).as("a file of the user's is never deleted").exists();
  }

  @Test
  void aPathWithSpacesNeedsNoQuotesButMayHaveThem() throws IOException {
    Path file = write("Telegram Desktop/Chat Export (1)/result.json", kim());
    for (String words : List.of(file.toString(), "\"" + file + "\"", "'" + file + "'")) {
      local.says("/train " + words);
      local.awaitsQuiet();
      assertThat(people()).as(words).containsExactly("Kim");
      local.says("/forget everything");
      local.presses("Yes");
      assertThat(local.reads())
          .contains("Your own file stays where it is on your disk.", "in the folder “sent”");
    }
    assertThat(file).exists();
  }

  @Test
  void aPathIsUnderstoodAsShellsAndTerminalsWriteIt() throws IOException {
    Path file = write("My Downloads/Bella's chat (1)/result.json", kim());
    String escaped = file.toString().replaceAll("([ '()])", "\\\\$1");
    local.says("/train " + escaped);
    local.awaits("Kim is ready.");
    local.awaitsQuiet();
    Path other = write("My Downloads/result.json", kim());
    String folder = other.getParent().toString().replace(" ", "\\ ");
    local.says("/train");
    local.says(folder);
    local.awaits("I knew all of it already.");
  }

  @Test
  void aFolderStandsForTheExportInIt() throws IOException {
    write("folder/result.json", kim());
    Files.writeString(disk.resolve("folder/other.txt"), "x");
    local.says("/train " + disk.resolve("folder"));
    local.awaits("Kim is ready.");
  }

  @Test
  void thePathMayFollowInALineOfItsOwnAlthoughItBeginsWithASlash() throws IOException {
    Path file = write("result.json", kim());
    local.says("/train");
    assertThat(local.reads()).startsWith("Which file?");
    local.says(disk.resolve("nothing.json").toString());
    assertThat(local.reads()).startsWith("I can't find that file.");
    local.says(file.toString());
    local.awaits("Kim is ready.");
  }

  @Test
  void aPathWordByWordIsReadAsOneAfterTheQuestionToo() throws IOException {
    Path file = write("my export.json", kim());
    local.says("/train");
    local.says("\"" + file + "\"");
    local.awaits("Kim is ready.");
  }

  @Test
  void aPathThatLeadsNowhereIsToldSo() {
    for (String path : List.of("/no/such/file.json", "~/no-such-file", "\u0000", disk.toString())) {
      local.says("/train " + path);
      assertThat(local.reads()).as(path).startsWith("I can't find that file.");
    }
  }

  private List<String> people() {
    return bot.corpora().people(OwnerId.LOCAL).stream().map(Person::name).toList();
  }
}
