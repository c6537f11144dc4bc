package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.domain.VoiceBase;
import io.mynah.models.UnusableVoice;
import io.mynah.models.UnusableVoice.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A voice goes to another Mynah as a file, and lives there without a chat. */
class ExportingVoicesTest {
  private static final String PASSPHRASE = "four grey parrots";
  private static final Group FRIENDS = new Group(new Address("friends"), "Friends");

  @TempDir static Path firstHome;
  @TempDir Path home;
  @TempDir Path otherHome;
  private static byte[] bella;
  private static byte[] tim;
  private Bot bot;
  private Bot other;
  private Someone ann;
  private Someone zoe;

  @BeforeAll
  static void exportTwo() {
    try (Bot first = new Bot(firstHome).start()) {
      Someone ann = first.someone(1);
      ann.trains(Export.ofBellaAndTim());
      bella = exports(first, ann, "Bella");
      tim = exports(first, ann, "Tim");
    }
  }

  @BeforeEach
  void start() {
    bot = new Bot(home).start();
    ann = bot.someone(1);
    ann.trains(Export.ofBellaAndTim());
    other = new Bot(otherHome).start();
    zoe = other.someone(5);
  }

  @AfterEach
  void close() {
    bot.close();
    other.close();
  }

  private static byte[] exports(Bot from, Someone who, String name) {
    who.says("/export " + name);
    who.says(PASSPHRASE);
    List<Phone.SentFile> files = from.phone().files(who.address());
    return files.get(files.size() - 1).content();
  }

  private void imports(byte[] file) throws Exception {
    Person unused = other.takesIn(zoe.owner(), file, PASSPHRASE);
  }

  private void refuses(byte[] file, String passphrase, Reason reason) {
    assertThatThrownBy(() -> other.takesIn(zoe.owner(), file, passphrase))
        .asInstanceOf(type(UnusableVoice.class))
        .extracting(UnusableVoice::reason)
        .isEqualTo(reason);
    assertThat(other.corpora().people(zoe.owner())).isEmpty();
    assertThat(other.corpora().chats(zoe.owner())).isEmpty();
    assertThat(other.blobs().names()).isEmpty();
  }

  @Test
  void aVoiceIsSentAsAFileThatOnlyThePassphraseOpens() throws Exception {
    ann.says("/export Bella");
    ann.hears("export.ask", "name", "Bella", "least", 12);
    ann.says("too short");
    ann.hears("export.too-short", "least", 12);
    ann.says(PASSPHRASE);
    assertThat(ann.readsLast(2))
        .containsExactly(text("export.stays"), text("export.sent", "name", "Bella"));
    Phone.SentFile file = bot.phone().files(ann.address()).get(0);
    assertThat(file.name()).isEqualTo("voice.mynah");
    assertThat(new String(file.content(), StandardCharsets.ISO_8859_1))
        .startsWith("MYNAHVOX")
        .doesNotContain("Bella", "night");
    assertThat(other.takesIn(zoe.owner(), file.content(), PASSPHRASE).name()).isEqualTo("Bella");
  }

  @Test
  void aPassphraseIsTakenOnceInTimeAndNotAfterCancelling() {
    ann.says("/export Bella");
    ann.says("/cancel");
    ann.hears("cancel.export");
    ann.says(PASSPHRASE);
    assertThat(bot.phone().files(ann.address())).isEmpty();
    ann.says("/export Bella");
    bot.clock().advance(Duration.ofMinutes(11));
    ann.says(PASSPHRASE);
    assertThat(bot.phone().files(ann.address())).isEmpty();
    ann.says("/export Bella");
    bot.restart();
    ann.says(PASSPHRASE);
    ann.says(PASSPHRASE);
    assertThat(bot.phone().files(ann.address())).hasSize(1);
  }

  @Test
  void aPassphraseThatIsHandledAgainIsNotSaidToAnybody() {
    ann.says("/chat Bella");
    ann.says("/export Bella");
    bot.phone().answers(7, false, bot.clock().instant());
    ann.says(PASSPHRASE);
    bot.phone().answers(7, true, bot.clock().instant());
    ann.says(PASSPHRASE);
    bot.phone().replaysNoMore();
    bot.rests();
    assertThat(ann.readsAll()).noneMatch(said -> said.contains("parrots"));
    assertThat(bot.phone().files(ann.address())).hasSize(2);
  }

  @Test
  void onlyTheOwnerExportsAndOnlyInPrivate() {
    Someone eve = bot.someone(9);
    eve.says("/export Bella");
    eve.hears("speak.nobody");
    ann.in(FRIENDS).says("/export Bella");
    assertThat(ann.in(FRIENDS).reads()).isEqualTo(text("access.private"));
    ann.says("/export Bella");
    eve.says(PASSPHRASE);
    assertThat(bot.phone().files(eve.address())).isEmpty();
  }

  @Test
  void anImportedVoiceSpeaksAndConversesAndIsSharedAndRated() throws Exception {
    imports(bella);
    imports(tim);
    zoe.says("/speak Bella are you awake?");
    assertThat(zoe.reads()).isEqualTo("night from Bella … are you awake?");
    zoe.presses("👎");
    zoe.says("always");
    zoe.hears("correct.kept-imported", "name", "Bella");
    assertThat(zoe.buttons()).containsExactly(text("button.take-back"));
    zoe.says("/speak Bella are you awake?");
    assertThat(zoe.reads()).isEqualTo("always");
    zoe.says("/why");
    zoe.hears("why.taught", "name", "Bella");
    zoe.says("/speak Tim");
    zoe.says("/why");
    zoe.hears("why.nothing", "name", "Tim");
    zoe.in(FRIENDS).says("/share Bella");
    other.someone(50).in(FRIENDS).says("/speak Bella");
    assertThat(other.phone().at(FRIENDS.address()))
        .anyMatch(shown -> shown.now().text().contains("night from Bella"));
    zoe.says("/converse Bella Tim 2");
    other.rests();
    assertThat(zoe.readsAll())
        .anyMatch(said -> said.startsWith("Bella: "))
        .anyMatch(said -> said.startsWith("Tim: "));
    other.restart();
    zoe.says("/speak Bella");
    assertThat(zoe.reads()).contains("night from Bella");
  }

  @Test
  void anImportedVoiceSaysWhyItIsNotTrainedReportedOrGuessed() throws Exception {
    imports(bella);
    zoe.says("/people Bella");
    assertThat(zoe.reads()).contains(text("card.imported"), "20");
    assertThat(zoe.buttons())
        .contains(text("card.speak"), text("card.forget"))
        .doesNotContain(text("card.train"), text("card.train-again"), text("card.versions"));
    zoe.says("/people");
    assertThat(zoe.reads()).contains(text("people.imported", "name", "Bella"));
    zoe.says("/train Bella");
    zoe.hears("speak.imported", "name", "Bella");
    zoe.says("/report Bella");
    zoe.hears("report.imported", "name", "Bella");
    zoe.says("/guess Bella");
    zoe.hears("guess.too-few", "name", "Bella");
    zoe.says("/status");
    zoe.hears("status.idle");
    zoe.says("/mydata");
    other.phone().await("the data", () -> !other.phone().files(zoe.address()).isEmpty());
    zoe.awaitsQuiet();
  }

  @Test
  void whatIsForwardedIsNotAddedToAnImportedVoice() throws Exception {
    imports(bella);
    zoe.forwards("hi", PersonKey.ofName("Bella"), "Bella", other.clock().instant());
    assertThat(other.corpora().people(zoe.owner())).extracting(Person::messages).containsExactly(0);
    zoe.says("/export Bella");
    zoe.forwards("a long forwarded text", new PersonKey("user9"), "Tim", other.clock().instant());
    assertThat(other.phone().files(zoe.address())).isEmpty();
  }

  @Test
  void anImportedVoiceIsNotMadeOnePersonWithSomeoneOfAChat() throws Exception {
    imports(bella);
    long imported = zoe.person("Bella").value();
    zoe.trains(Export.chatWith("Isabella", 12).says("Isabella", 20, "hello"));
    long real = zoe.person("Isabella").value();
    for (long[] pair : new long[][] {{imported, real}, {real, imported}}) {
      zoe.presses(zoe.newest().ref(), Action.of(Verb.MERGE, pair).encode());
      zoe.hears("merge.imported", "name", "Bella");
    }
    zoe.says("/speak Bella");
    assertThat(zoe.reads()).isEqualTo("night from Bella");
  }

  @Test
  void anImportedVoiceIsForgottenWithItsChat() throws Exception {
    other.close();
    other = new Bot(home.resolve("unsealed")).unsealed().start();
    zoe = other.someone(5);
    imports(bella);
    zoe.says("/forget Bella");
    assertThat(zoe.reads()).contains("Bella");
    zoe.presses(text("button.erase"));
    zoe.awaitsQuiet();
    assertThat(zoe.readsAll())
        .anyMatch(
            said ->
                said.startsWith(
                    text("forget.done-person", "name", "Bella", "voice", 1, "others", 0)));
    assertThat(other.corpora().chats(zoe.owner())).isEmpty();
    assertThat(other.blobs().names()).isEmpty();
    assertThat(other.holds("night from Bella")).isFalse();
    zoe.says("/start");
    assertThat(zoe.buttons()).containsExactly(text("button.show-me"));
  }

  @Test
  void anImportedVoiceThatCannotBeReadIsNotTrainedButSaysSo() throws Exception {
    imports(bella);
    other.spoilsModels();
    zoe.says("/speak Bella");
    zoe.hears("speak.damaged-imported", "name", "Bella");
    zoe.awaitsQuiet();
    assertThat(other.school().lessons()).isEmpty();
    zoe.in(FRIENDS).says("/share Bella");
    int before = zoe.readsAll().size();
    Someone member = other.someone(50).in(FRIENDS);
    member.says("/speak Bella");
    member.says("/speak Bella");
    assertThat(zoe.readsAll()).as("told once, however often others ask").hasSize(before + 1);
  }

  @Test
  void aVoiceIsImportedOnceAndOtherOwnersMayHaveItToo() throws Exception {
    byte[] file = bella;
    imports(file);
    assertThatThrownBy(() -> other.takesIn(zoe.owner(), file, PASSPHRASE))
        .asInstanceOf(type(UnusableVoice.class))
        .extracting(UnusableVoice::reason)
        .isEqualTo(Reason.KNOWN);
    assertThat(other.corpora().people(zoe.owner())).hasSize(1);
    Someone ben = other.someone(6);
    assertThat(other.takesIn(ben.owner(), file, PASSPHRASE).name()).isEqualTo("Bella");
    zoe.says("/forget everything");
    zoe.presses(text("button.erase"));
    assertThat(other.corpora().people(zoe.owner())).isEmpty();
    ben.says("/speak Bella");
    assertThat(ben.reads()).isEqualTo("night from Bella");
  }

  @Test
  void aFileThatIsNoWholeVoiceLeavesNothing() {
    byte[] file = bella;
    refuses(file, "four grey parrot", Reason.WRONG_PASSPHRASE);
    refuses(
        "{\"name\": \"Bella\"}".getBytes(StandardCharsets.UTF_8), PASSPHRASE, Reason.OTHER_FILE);
    refuses(new byte[0], PASSPHRASE, Reason.OTHER_FILE);
    byte[] newer = file.clone();
    newer[11]++;
    refuses(newer, PASSPHRASE, Reason.OTHER_VERSION);
    refuses(Arrays.copyOf(file, 40), PASSPHRASE, Reason.DAMAGED);
    refuses(Arrays.copyOf(file, file.length - 1), PASSPHRASE, Reason.DAMAGED);
    byte[] altered = file.clone();
    altered[file.length - 20] ^= 1;
    refuses(altered, PASSPHRASE, Reason.DAMAGED);
  }

  @Test
  void aVoiceWhoseBaseIsMissingNamesIt() {
    bot.trainsFrom(new VoiceBase("owl", false, "MIT"));
    ann.says("/people Bella");
    ann.presses(text("card.train-again"));
    ann.awaits(anyText("notice.done"));
    ann.awaitsQuiet();
    byte[] file = exports(bot, ann, "Bella");
    assertThatThrownBy(() -> other.takesIn(zoe.owner(), file, PASSPHRASE))
        .asInstanceOf(type(UnusableVoice.class))
        .satisfies(fault -> assertThat(fault.reason()).isEqualTo(Reason.MISSING_BASE))
        .satisfies(fault -> assertThat(fault.base()).contains("owl"));
    assertThat(other.corpora().chats(zoe.owner())).isEmpty();
  }

  @Test
  void anImportThatWasCutOffIsNeverSeenAndCanBeMadeAgain() throws Exception {
    byte[] file = bella;
    boolean server = other.isOnServer();
    if (server) {
      other.executes(
          "create function fails() returns trigger language plpgsql as 'begin raise ''full''; end'");
    }
    other.executes(
        "create trigger full_disk before insert on voices "
            + (server ? "execute function fails()" : "begin select raise(fail, 'full'); end"));
    assertThatThrownBy(() -> other.takesIn(zoe.owner(), file, PASSPHRASE))
        .isInstanceOf(RuntimeException.class);
    other.executes("drop trigger full_disk" + (server ? " on voices" : ""));
    assertThat(other.corpora().people(zoe.owner())).isEmpty();
    assertThat(other.corpora().chats(zoe.owner())).isEmpty();
    assertThat(other.blobs().names()).isEmpty();
    imports(file);
    zoe.says("/speak Bella");
    assertThat(zoe.reads()).isEqualTo("night from Bella");
  }

  @Test
  void anImportedVoiceIsExportedAgain() throws Exception {
    imports(bella);
    zoe.says("/export");
    zoe.says(PASSPHRASE);
    byte[] again = other.phone().files(zoe.address()).get(0).content();
    assertThat(other.takesIn(other.someone(6).owner(), again, PASSPHRASE).name())
        .isEqualTo("Bella");
  }

  @Test
  void aVoiceThatIsSentToTheBotIsToldWhereItGoes() {
    zoe.sends("voice.mynah", bella, "");
    zoe.hears("hint.voice-file");
  }
}
