package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
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
    assertThat(local.reads())
        .startsWith(text("start.what"))
        .contains(text("start.keys"), "/quit leaves");
    local.says("/help");
    bot.restart();
    bot.greets(local);
    assertThat(local.reads()).startsWith(text("start.again")).contains("/help", "/quit");
    assertThat(local.reads().length()).isLessThan(160);
    local.says("/start");
    assertThat(local.reads()).startsWith(text("start.what"));
  }

  @Test
  void whatIsAButtonElsewhereIsANumberToType() {
    local.says("/train sample");
    local.awaits(anyText("notice.done"));
    local.awaitsQuiet();
    assertThat(local.readsAll())
        .anyMatch(said -> said.endsWith(text("notice.speak.typed", "Bella")));
    local.says("/forget");
    assertThat(local.reads()).contains(text("forget.what.typed")).doesNotContain("button");
    Someone ann = bot.someone(1);
    bot.phone().local = false;
    bot.allows(new AllowedUsers.Everyone(), null).restart();
    ann.trains(kim());
    assertThat(ann.readsAll()).anyMatch(said -> said.contains(text("notice.speak", "Kim")));
  }

  @Test
  void whatATrainingTriesOutIsToldFromAMessageOfATalk() {
    bot.school().holdWithVoice();
    local.says("/train sample");
    local.awaits(text("notice.early", "Bella"));
    local.awaits(
        text("notice.sample.typed", "name", "Bella", "text", "hi 1 from Bella / and so on"));
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
    local.awaits(text("ask.people.typed", "title", "Climbing", "count", 3));
    var question = local.newest().ref();
    local.says("kim");
    local.hears("ask.picked.typed", "Kim");
    assertThat(local.buttons()).isEmpty();
    assertThat(bot.phone().now(question).buttons())
        .extracting(row -> row.get(0).label())
        .containsExactly("Bella · 30", "Tim · 20", "✓ Kim · 12", text("button.train-picked", 1));
  }

  @Test
  void whoLeavesDuringATrainingHearsThatItGoesOnLaterAndOthersHearNothing() {
    bot.bidsFarewell(local);
    assertThat(local.readsAll()).isEmpty();
    bot.school().hold();
    local.says("/train sample");
    local.awaits("40 %");
    bot.bidsFarewell(local);
    local.hears("start.goes-on");
    bot.school().release();
    local.awaitsQuiet();
  }

  @Test
  void whoTypesANumberThatIsNotThereHearsWhichAre() {
    bot.saysNumbersTo(local, 4);
    local.hears("hint.no-such-number", 4);
    bot.saysNumbersTo(local, 1);
    local.hears("hint.no-such-number", 1);
  }

  @Test
  void theSampleIsTrainedByItsName() {
    local.says("/start");
    assertThat(local.reads()).contains("/train sample").contains(text("start.path"));
    local.says("/train Sample");
    local.awaits(text("notice.done", "Tim"));
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
      local.presses(text("button.erase"));
      assertThat(local.reads()).contains(text("forget.left-on-disk"));
    }
    assertThat(file).exists();
  }

  @Test
  void aPathIsUnderstoodAsShellsAndTerminalsWriteIt() throws IOException {
    Path file = write("My Downloads/Bella's chat (1)/result.json", kim());
    String escaped = file.toString().replaceAll("([ '()])", "\\\\$1");
    local.says("/train " + escaped);
    local.awaits(text("notice.done", "Kim"));
    local.awaitsQuiet();
    Path other = write("My Downloads/result.json", kim());
    String folder = other.getParent().toString().replace(" ", "\\ ");
    local.says("/train");
    local.says(folder);
    local.awaits(text("upload.nothing-new", "Kim"));
  }

  @Test
  void aFolderStandsForTheExportInIt() throws IOException {
    write("folder/result.json", kim());
    Files.writeString(disk.resolve("folder/other.txt"), "x");
    local.says("/train " + disk.resolve("folder"));
    local.awaits(text("notice.done", "Kim"));
  }

  @Test
  void thePathMayFollowInALineOfItsOwnAlthoughItBeginsWithASlash() throws IOException {
    Path file = write("result.json", kim());
    local.says("/train");
    local.hears("train.which-path");
    local.says(disk.resolve("nothing.json").toString());
    local.hears("train.no-such-file");
    local.says(file.toString());
    local.awaits(text("notice.done", "Kim"));
  }

  @Test
  void aPathWordByWordIsReadAsOneAfterTheQuestionToo() throws IOException {
    Path file = write("my export.json", kim());
    local.says("/train");
    local.says("\"" + file + "\"");
    local.awaits(text("notice.done", "Kim"));
  }

  @Test
  void aPathThatLeadsNowhereIsToldSo() {
    for (String path : List.of("/no/such/file.json", "~/no-such-file", "\u0000", disk.toString())) {
      local.says("/train " + path);
      assertThat(local.reads()).as(path).startsWith(text("train.no-such-file"));
    }
  }

  private List<String> people() {
    return bot.corpora().people(OwnerId.LOCAL).stream().map(Person::name).toList();
  }
}
