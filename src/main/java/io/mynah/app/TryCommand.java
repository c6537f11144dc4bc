package io.mynah.app;

import io.mynah.console.ConsoleChannel;
import io.mynah.console.ConsoleSession;
import io.mynah.domain.OwnerId;
import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code mynah try}. */
@Command(name = "try", description = "Talks with you on the terminal; /train sample is at hand.")
final class TryCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  TryCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    Terminal terminal = surroundings.terminal();
    ConsoleChannel channel =
        new ConsoleChannel(
            terminal.out(),
            surroundings.home().sent(),
            terminal.interactive(),
            UUID.randomUUID().toString().substring(0, 8));
    try (Workshop workshop = Workshop.openAlone(surroundings, false);
        Talk talk = new Talk(workshop, channel, code -> code)) {
      talk.start();
      ConsoleSession session =
          new ConsoleSession(
              talk.conversation(),
              channel,
              terminal.in(),
              Locale.getDefault(),
              () -> talk.conversation().working(OwnerId.LOCAL),
              !terminal.interactive());
      if (terminal.interactive()) {
        session.say("/start");
      }
      session.run();
      return ExitCode.OK;
    }
  }
}
