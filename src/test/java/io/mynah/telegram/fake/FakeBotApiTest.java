package io.mynah.telegram.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That the server of the tests is as strict as the one that it stands for. */
class FakeBotApiTest {
  private final FakeBotApi api = FakeBotApi.start();
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void updatesComeAgainUntilAPollAsksForAHigherOffset() throws Exception {
    FakeUser ann = api.user("Ann");
    int first = ann.says("one");
    ann.says("two");
    assertThat(call("getUpdates", "{}").path("result")).hasSize(2);
    assertThat(call("getUpdates", "{\"offset\":0}").path("result")).hasSize(2);
    assertThat(call("getUpdates", "{\"limit\":1}").path("result")).hasSize(1);
    JsonNode rest = call("getUpdates", "{\"offset\":" + (first + 1) + "}").path("result");
    assertThat(rest).hasSize(1);
    assertThat(rest.get(0).path("message").path("text").textValue()).isEqualTo("two");
    assertThat(api.acknowledged()).isEqualTo(first);
  }

  @Test
  void aSecondPollEndsTheFirstAndTheFirstIsToldWhy() throws Exception {
    CompletableFuture<JsonNode> first =
        CompletableFuture.supplyAsync(() -> uncheckedCall("getUpdates", "{\"timeout\":50}"));
    api.awaitCalls("getUpdates", calls -> calls.size() == 1);
    // The first may have been heard of and not have begun to wait; then it is the one that stays.
    CompletableFuture<JsonNode> second =
        CompletableFuture.supplyAsync(() -> uncheckedCall("getUpdates", "{\"timeout\":50}"));
    Object refused = CompletableFuture.anyOf(first, second).get(10, TimeUnit.SECONDS);
    assertThat(((JsonNode) refused).path("error_code").intValue()).isEqualTo(409);
  }

  @Test
  void limitsAreHeldAsTelegramHoldsThem() throws Exception {
    long chat = api.user("Ann").chat();
    assertThat(code("sendMessage", text(chat, "🦜".repeat(2048)))).isEqualTo(200);
    assertThat(code("sendMessage", text(chat, "x".repeat(4097)))).isEqualTo(400);
    assertThat(code("sendMessage", text(chat, " \n"))).isEqualTo(400);
    assertThat(code("sendMessage", text(chat + 1, "hello"))).isEqualTo(400);
    assertThat(code("editMessageText", text(chat, "hello").replace("{", "{\"message_id\":99,")))
        .isEqualTo(400);
    assertThat(code("answerCallbackQuery", "{\"callback_query_id\":\"1\"}")).isEqualTo(400);
    assertThat(code("noSuchMethod", "{}")).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<h2>on</h2><table striped><tr><th align='right'>a</th></tr><tr><td>&lt;b&gt;</td></tr>"
            + "</table>",
        "<details open><summary>More</summary><p>a &amp; b</p></details>",
      })
  void theHtmlOfRichMessagesIsRead(String html) throws Exception {
    long chat = api.user("Ann").chat();
    assertThat(code("sendRichMessage", rich(chat, html))).isEqualTo(200);
    assertThat(api.complaints()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "words",
        "<p></p>",
        "<p>a & b</p>",
        "<p>a > b</p>",
        "<p>a &nbsp; b</p>",
        "<p>a",
        "<p>a</h2>",
        "<p><b>a</b></p>",
        "<div>a</div>",
        "<p id='a'>a</p>",
        "<table><tr></tr></table>",
        "<table><tr><td align='middle'>a</td></tr></table>",
        "<table><tr><p>a</p></tr></table>",
        "<details><p>a</p></details>",
        "<details><summary>a</summary></details>",
      })
  void otherHtmlOfRichMessagesIsRefused(String html) throws Exception {
    assertThat(code("sendRichMessage", rich(api.user("Ann").chat(), html))).isEqualTo(400);
  }

  @Test
  void theLimitsOfRichMessagesAreHeld() throws Exception {
    long chat = api.user("Ann").chat();
    String column = "<td>a</td>";
    for (int beyond = 0; beyond <= 1; beyond++) {
      int expected = beyond == 0 ? 200 : 400;
      String text = "<p>" + "x".repeat(32_768 + beyond) + "</p>";
      assertThat(code("sendRichMessage", rich(chat, text))).isEqualTo(expected);
      assertThat(code("sendRichMessage", rich(chat, "<p>a</p>".repeat(500 + beyond))))
          .isEqualTo(expected);
      String table = "<table><tr>" + column.repeat(20 + beyond) + "</tr></table>";
      assertThat(code("sendRichMessage", rich(chat, table))).isEqualTo(expected);
    }
  }

  private static String rich(long chat, String html) {
    return "{\"chat_id\":%d,\"rich_message\":{\"html\":\"%s\"}}"
        .formatted(chat, html.replace("'", "\\\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "noSuchMethod | {} | There is no method",
        "sendMessage | {\"chat_id\":1} | lacks the required text",
        "sendMessage | {\"chat_id\":1,\"text\":\"a\",\"txt\":\"a\"} | has no field txt",
        "sendMessage | {\"chat_id\":1,\"text\":7} | text is not String",
        "sendMessage | {\"chat_id\":1,\"text\":\"a\",\"reply_markup\":{\"inline_keyboard\":[[{}]]}}"
            + " | lacks the required",
        "getUpdates | {\"offset\":\"a\"} | offset is not Integer",
      })
  void whatTheDescriptionOfTheApiForbidsIsComplainedOf(String method, String body, String complaint)
      throws Exception {
    assumeThat(BotApiSpec.find()).as("-Dmynah.reference").isPresent();
    call(method, body);
    assertThat(api.complaints()).anyMatch(what -> what.contains(complaint));
  }

  @Test
  void whatTheDescriptionOfTheApiAllowsIsNotComplainedOf() throws Exception {
    assumeThat(BotApiSpec.find()).as("-Dmynah.reference").isPresent();
    FakeUser ann = api.user("Ann");
    ann.says("hello");
    ann.forwards(FakeFile.of("result.json", new byte[3]));
    ann.repliesTo(FakeFile.of("result.json", new byte[3]), "this");
    call("getMe", "{}");
    call("getUpdates", "{\"offset\":1,\"timeout\":0,\"allowed_updates\":[\"message\"]}");
    call(
        "sendMessage",
        """
        {"chat_id":%d,"text":"Which?",
        "reply_markup":{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}}"""
            .formatted(ann.chat()));
    ann.presses("a");
    call("setMyCommands", "{\"commands\":[{\"command\":\"help\",\"description\":\"Help\"}]}");
    call("getFile", "{\"file_id\":\"file-1\"}");
    assertThat(api.complaints()).isEmpty();
    assertThat(api.waitingUpdates()).isEqualTo(4);
  }

  private static String text(long chat, String text) {
    return "{\"chat_id\":%d,\"text\":\"%s\"}".formatted(chat, text.replace("\n", "\\n"));
  }

  private int code(String method, String body) throws Exception {
    JsonNode reply = call(method, body);
    return reply.path("ok").asBoolean() ? 200 : reply.path("error_code").intValue();
  }

  private JsonNode uncheckedCall(String method, String body) {
    try {
      return call(method, body);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode call(String method, String body) throws Exception {
    URI address = api.address().resolve("/bot" + api.token() + "/" + method);
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return json.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }
}
