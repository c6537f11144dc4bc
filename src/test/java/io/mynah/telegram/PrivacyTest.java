package io.mynah.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.chat.FileOffer;
import io.mynah.chat.Incoming;
import io.mynah.chat.PlainTarget;
import io.mynah.chat.Reply;
import io.mynah.domain.MessageRef;
import io.mynah.telegram.fake.FakeFile;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What people write, and how they are called, stands in no line of any log at any level, whatever
 * goes wrong; that the token does not is looked at after every test.
 */
class PrivacyTest extends BotOnFakeServer {
  private static final String SECRET = "kingfisher";

  @Test
  void wordsAndNamesReachNoLog() throws Exception {
    FakeUser ann = telegram.user("Ann " + SECRET);
    start()
        .does(
            (incoming, channel) -> {
              Listener.echo(incoming, channel);
              throw new IllegalStateException("about " + SECRET);
            });
    telegram.faults().next("getUpdates", Fault.cutOff(), Fault.badGateway());
    telegram
        .faults()
        .next("sendMessage", Fault.cutOff(), new Fault.Page(200), Fault.tooManyRequests(1));
    ann.says(SECRET + " one");
    ann.sends(FakeFile.of(SECRET + ".json", new byte[3]), SECRET);
    telegram.deliverRaw("{\"message\":{\"chat\":{\"id\":\"" + SECRET + "\"},\"text\":7}}");
    ann.sees(SECRET + " one");
    await().until(() -> inbox.pending().isEmpty() && listener.heard().size() == 2);

    MessageRef sent = channel().send(address(ann.chat()), Reply.of(SECRET));
    telegram.faults().next("editMessageText", new Fault.Refusal(400, "Bad Request: no", 0));
    channel().edit(sent, Reply.of(SECRET + " changed"));
    awaitWarning("could not be changed");
    telegram.faults().always("sendMessage", new Fault.Refusal(400, "Bad Request: no", 0));
    assertThatThrownBy(() -> channel().send(address(ann.chat()), Reply.of(SECRET + " two")))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining(SECRET);
    bot.close();

    assertThat(log.lines()).isNotEmpty();
    assertThat(log.lines())
        .filteredOn(line -> !line.logger().equals("com.sun.net.httpserver"))
        .filteredOn(line -> line.text().contains(SECRET))
        .isEmpty();
  }

  @Test
  void theTokenStandsInNoFaultThatTheChannelThrows() {
    FakeUser ann = telegram.user("Ann");
    start();
    ann.sends(FakeFile.of("result.json", new byte[3]));
    await().until(() -> listener.heard().size() == 1 && inbox.pending().isEmpty());
    FileOffer offer = ((Incoming.File) listener.heard().get(0)).file();
    String secret = telegram.token().substring(telegram.token().indexOf(':') + 1);
    for (Fault fault :
        List.of(
            Fault.reset(),
            Fault.cutOff(),
            new Fault.Page(404),
            new Fault.Refusal(400, "Bad Request: bot" + telegram.token(), 0))) {
      telegram.faults().always("sendMessage", fault);
      telegram.faults().always("download", fault);
      assertThatThrownBy(() -> channel().send(address(ann.chat()), Reply.of("hello")))
          .satisfies(thrown -> assertThat(stackTrace(thrown)).doesNotContain(secret));
      assertThatThrownBy(
              () ->
                  channel().fetch(offer, new PlainTarget(folder.resolve("upload")), bytes -> true))
          .satisfies(thrown -> assertThat(stackTrace(thrown)).doesNotContain(secret));
    }
  }

  private static String stackTrace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
