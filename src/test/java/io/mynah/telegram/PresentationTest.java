package io.mynah.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mynah.telegram.connection.BotIntroduction;
import io.mynah.telegram.fake.Call;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.Fault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PresentationTest extends BotOnFakeServer {
  private static final BotIntroduction ENGLISH =
      new BotIntroduction(
          null,
          "Speaks like your friends.",
          "Send me a chat.",
          commands("train", "Learn", "help", "?"),
          commands("speak", "Hear someone"),
          Map.of(7L, commands("train", "Learn", "invite", "Let someone in")));
  private static final BotIntroduction GERMAN =
      new BotIntroduction(
          "de",
          "Spricht wie deine Freunde.",
          "Schick mir einen Chat.",
          commands("train", "Lernen"),
          commands("speak", "Jemanden hören"),
          Map.of(7L, commands("invite", "Jemanden hereinlassen")));

  @Test
  void theCommandsAreSetInTheirOrderForEachLanguage() {
    start(config(), List.of(ENGLISH, GERMAN), inbox);
    telegram.awaitCalls("setMyCommands", calls -> calls.size() == 6);
    telegram.awaitCalls("setMyDescription", calls -> calls.size() == 2);
    telegram.awaitCalls("setMyShortDescription", calls -> calls.size() == 2);

    JsonNode menu = menu("all_private_chats", "").path("commands");
    assertThat(menu)
        .extracting(c -> c.path("command").textValue())
        .containsExactly("train", "help");
    assertThat(menu)
        .extracting(c -> c.path("description").textValue())
        .containsExactly("Learn", "?");
    assertThat(menu("all_private_chats", "de").path("commands")).hasSize(1);
    assertThat(
            menu("all_group_chats", "de").path("commands").path(0).path("description").textValue())
        .isEqualTo("Jemanden hören");
    assertThat(menu("all_group_chats", "").path("commands").path(0).path("command").textValue())
        .isEqualTo("speak");
    assertThat(menu("chat", "").path("commands"))
        .extracting(c -> c.path("command").textValue())
        .containsExactly("train", "invite");
    assertThat(menu("chat", "de").path("scope").path("chat_id").asText()).isEqualTo("7");
    assertThat(last("setMyShortDescription", "de").argument("short_description"))
        .isEqualTo("Spricht wie deine Freunde.");
    assertThat(last("setMyDescription", "").argument("description")).isEqualTo("Send me a chat.");
    assertThat(last("setMyDescription", "de").argument("description"))
        .isEqualTo("Schick mir einen Chat.");
  }

  @Test
  void whoBecomesTheOwnerHasTheirOwnMenuAtOnce() {
    start();
    await().until(() -> bot.botUsername().isPresent());
    bot.introducePersonally(List.of(ENGLISH, GERMAN));
    telegram.awaitCalls("setMyCommands", calls -> calls.size() == 2);
    assertThat(menu("chat", "").path("scope").path("chat_id").asText()).isEqualTo("7");
    assertThat(menu("chat", "").path("commands"))
        .extracting(c -> c.path("command").textValue())
        .containsExactly("train", "invite");
    assertThat(menu("chat", "de").path("commands")).hasSize(1);
    assertThat(telegram.calls("setMyDescription")).isEmpty();
  }

  @Test
  void aServerThatAsksForPatienceIsLeftAloneWhilePeopleAreAnswered() {
    FakeUser ann = telegram.user("Ann");
    telegram.faults().next("setMyCommands", Fault.tooManyRequests(2), Fault.badGateway());
    start(config(), List.of(ENGLISH), inbox);
    ann.says("hello");
    ann.sees("You said: hello");
    assertThat(telegram.calls("setMyCommands")).hasSizeLessThanOrEqualTo(4);

    List<Call> calls = telegram.awaitCalls("setMyCommands", all -> all.size() == 5);
    assertThat(millisBetween(calls.get(0), calls.get(4))).isGreaterThanOrEqualTo(2000);
  }

  @Test
  void aMenuThatCannotBeSetHindersNothing() {
    FakeUser ann = telegram.user("Ann");
    telegram.faults().always("setMyCommands", new Fault.Refusal(400, "Bad Request: no", 0));
    start(config(), List.of(ENGLISH), inbox);
    ann.says("hello");
    ann.sees("You said: hello");
    awaitWarning("The bot was not presented");
    telegram.awaitCalls("setMyCommands", calls -> calls.size() == 3);
  }

  @Test
  void whoTheBotIsIsAskedAgainOnlyAfterTheTimeThatTelegramAsksFor() throws Exception {
    telegram.faults().next("getMe", Fault.tooManyRequests(1));
    start();
    assertThat(bot.connected().get(10, TimeUnit.SECONDS)).isEqualTo(telegram.botName());
    List<Call> calls = telegram.calls("getMe");
    assertThat(calls).hasSize(2);
    assertThat(millisBetween(calls.get(0), calls.get(1))).isGreaterThanOrEqualTo(1000);
  }

  @Test
  void theWebhookIsRemovedAgainOnlyAfterTheTimeThatTelegramAsksFor() {
    telegram.faults().next("deleteWebhook", Fault.tooManyRequests(1));
    start();
    List<Call> calls = telegram.awaitCalls("deleteWebhook", all -> all.size() == 2);
    assertThat(millisBetween(calls.get(0), calls.get(1))).isGreaterThanOrEqualTo(1000);
  }

  private JsonNode menu(String scope, String language) {
    return telegram.calls("setMyCommands").stream()
        .filter(call -> call.argument("language_code").equals(language))
        .map(Call::arguments)
        .filter(arguments -> arguments.path("scope").path("type").asText().equals(scope))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private Call last(String method, String language) {
    return telegram.calls(method).stream()
        .filter(call -> call.argument("language_code").equals(language))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private static Map<String, String> commands(String... namesAndTexts) {
    Map<String, String> commands = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      commands.put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return commands;
  }
}
