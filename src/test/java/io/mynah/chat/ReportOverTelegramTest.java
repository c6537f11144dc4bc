package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.OwnerId;
import io.mynah.telegram.fake.FakeFile;
import io.mynah.telegram.fake.Fault;
import io.mynah.telegram.fake.SentMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports as tables, by the real Telegram client, over HTTP. */
class ReportOverTelegramTest extends OverTelegram {
  @Override
  Bot prepared(Bot made) {
    return made.examines();
  }

  @BeforeEach
  void annWantsTables() {
    awaitUntil(() -> pictures() == 4);
    assertThat(telegram.calls("sendRichMessage")).as("nobody asked for them yet").isEmpty();
    ann.says("/settings");
    ann.presses(text("button.tables"));
    ann.sees(text("settings.tables", text("switch.on")));
  }

  private long pictures() {
    return ann.messages().stream().filter(SentMessage::isPicture).count();
  }

  private static String title(String name) {
    return text("report.title", name);
  }

  private SentMessage reportOn(String name) {
    ann.says("/report " + name);
    return ann.sees(message -> message.text().startsWith(title(name)), "tables");
  }

  @Test
  void aReportComesAsTablesAndItsButtonsWork() {
    SentMessage report = reportOn("Bella");
    assertThat(report.blocks()).isNotNull();
    assertThat(report.text().lines())
        .contains(
            text("report.messages") + " | 20",
            text("report.compared") + " | " + text("chart.real") + " | " + text("chart.made"),
            text("report.explained"));
    awaitUntil(() -> pictures() == 6);
    ann.presses(text("button.speak", "Bella"));
    ann.sees("night from Bella");
  }

  private void annHasTheChatOf(String name) {
    Export export = Export.chatWith("Zoë", 3).says(name, 20, "k < 3 & 🦜").says("Al", 3, "no");
    ann.sends(FakeFile.of("result.json", export.json().getBytes(StandardCharsets.UTF_8)), "/train");
  }

  @Test
  void theReportOnANewVoiceComesByItselfWhateverTheNameIs() {
    String name = "<b>Zoë</b> & אבג";
    annHasTheChatOf(name);
    SentMessage report =
        ann.sees(
            message -> message.text().contains("<b>Zoë</b> & אבג") && message.blocks() != null,
            "it");
    assertThat(report.text()).startsWith(title("\u2068" + name + "\u2069"));
    awaitUntil(() -> !bot.working(OwnerId.telegram(ann.id())));
    assertThat(telegram.calls("sendRichMessage")).hasSize(1);
  }

  @Test
  void whereTheServerTakesNoTablesTheReportIsTextOnce() {
    telegram
        .faults()
        .always("sendRichMessage", new Fault.Refusal(404, "Not Found: method not found", 0));
    for (String name : List.of("Bella", "Tim")) {
      ann.says("/report " + name);
      ann.sees(
          message ->
              anyText("report.head", "name", name).matcher(message.text()).lookingAt()
                  && !message.isPicture(),
          "the text about " + name);
    }
    awaitUntil(() -> pictures() == 8);
    assertThat(telegram.calls("sendRichMessage")).hasSize(1);
    assertThat(ann.texts()).noneMatch(said -> said.startsWith(title("Bella")));
    ann.presses(text("button.speak", "Tim"));
    ann.sees("well then 20 from Tim");
  }

  @Test
  void aReportThatIsCutOffGoesOnAfterTheNextStart() {
    telegram.faults().always("sendPhoto", Fault.tooManyRequests(60));
    reportOn("Bella");
    telegram.awaitCalls("sendPhoto", calls -> calls.size() == 5);
    disconnect();
    telegram.faults().heal();
    connect();
    awaitUntil(() -> pictures() == 6 && inbox.pending().isEmpty());
    assertThat(ann.texts()).filteredOn(said -> said.startsWith(title("Bella"))).hasSize(1);
  }

  @Test
  void aReportThatIsCutOffComesWholeIfItsOwnerWantsItAsTextMeanwhile() {
    telegram.faults().always("sendPhoto", Fault.tooManyRequests(60));
    annHasTheChatOf("Zoë");
    ann.sees(message -> message.text().startsWith(title("Zoë")), "tables");
    telegram.awaitCalls("sendPhoto", calls -> calls.size() == 5);
    bot.executes("update preferences set tables = false");
    disconnect();
    telegram.faults().heal();
    connect();
    awaitUntil(() -> pictures() == 6 && !bot.working(OwnerId.telegram(ann.id())));
    assertThat(ann.messages())
        .filteredOn(SentMessage::isPicture)
        .filteredOn(m -> anyText("report.head", "name", "Zoë").matcher(m.text()).lookingAt())
        .hasSize(1);
    assertThat(telegram.calls("sendRichMessage")).hasSize(1);
  }
}
