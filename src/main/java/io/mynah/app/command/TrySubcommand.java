package io.mynah.app.command;

import io.mynah.app.wiring.ApplicationContext;
import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.ExitCode;
import io.mynah.app.wiring.RunningConversation;
import io.mynah.app.wiring.Terminal;
import io.mynah.chat.Envelope;
import io.mynah.chat.VoiceBotHost;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.dispatch.CommandMenu;
import io.mynah.chat.dispatch.MynahConversation;
import io.mynah.console.Console;
import io.mynah.console.ConsoleChannel;
import io.mynah.console.ConsoleHints;
import io.mynah.console.ConsoleSession;
import io.mynah.console.PlainConsole;
import io.mynah.console.TerminalConsole;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.store.jobs.Jobs;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code mynah try}: runs the conversation on the terminal. */
@Command(
    name = "try",
    description = "Talks with you in the terminal; /train sample uses a sample chat.")
public final class TrySubcommand implements Callable<Integer> {
  private final CommandEnvironment environment;

  TrySubcommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    try (ApplicationContext application =
            ApplicationContext.openAlone(environment, Locale.getDefault());
        Console console = console(application)) {
      ConsoleChannel channel =
          new ConsoleChannel(
              console,
              environment.home().sent(),
              UUID.randomUUID().toString().substring(0, 8),
              endedNotices(application.jobs),
              TrySubcommand::answersInWords);
      try (RunningConversation running =
          new RunningConversation(application, channel, VoiceBotHost.NONE, code -> code)) {
        converse(running, channel, console);
        return ExitCode.OK;
      }
    }
  }

  private static boolean answersInWords(String action) {
    return Action.parse(action).map(Action::verb).filter(Verb::answersInWords).isPresent();
  }

  /** The messages of trainings that had ended before this start. */
  private static Set<MessageRef> endedNotices(Jobs jobs) {
    Set<MessageRef> endedNotices = new HashSet<>(jobs.lastNotices(Integer.MAX_VALUE));
    jobs.queue().stream()
        .flatMap(job -> Optional.ofNullable(job.notice()).stream())
        .forEach(endedNotices::remove);
    return endedNotices;
  }

  private void converse(RunningConversation running, ConsoleChannel channel, Console console)
      throws IOException {
    boolean interactive = environment.terminal().interactive();
    ConsoleSession session =
        new ConsoleSession(
            running.conversation(),
            channel,
            console,
            hints(running.conversation()),
            Locale.getDefault(),
            () -> running.conversation().working(OwnerId.LOCAL),
            !interactive);
    if (interactive) {
      running.conversation().greet(session.envelope());
    }
    running.start();
    session.run();
  }

  private static ConsoleHints hints(MynahConversation conversation) {
    return new ConsoleHints() {
      @Override
      public void noSuchNumber(Envelope at, int last) {
        conversation.noSuchNumber(at, last);
      }

      @Override
      public void leaving(Envelope at) {
        conversation.bidFarewell(at);
      }
    };
  }

  private Console console(ApplicationContext application) throws IOException {
    Terminal terminal = environment.terminal();
    Optional<Console> edited =
        terminal.interactive()
            ? TerminalConsole.open(
                commands(),
                () -> application.corpora.people(OwnerId.LOCAL).stream().map(Person::name).toList(),
                !environment.environment().containsKey("NO_COLOR"))
            : Optional.empty();
    return edited.orElseGet(
        () -> new PlainConsole(terminal.in(), terminal.out(), terminal.interactive()));
  }

  private static Map<String, String> commands() {
    Map<String, String> commands = new LinkedHashMap<>();
    CommandMenu.in(Locale.getDefault())
        .forEach(entry -> commands.put(entry.name(), entry.description()));
    commands.put("quit", CommandMenu.quitting(Locale.getDefault()));
    return commands;
  }
}
