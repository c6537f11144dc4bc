package io.mynah.app.command;

import io.mynah.app.wiring.ApplicationContext;
import io.mynah.app.wiring.BotMenus;
import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ExitCode;
import io.mynah.app.wiring.InvitationLink;
import io.mynah.app.wiring.MynahConfig;
import io.mynah.app.wiring.Operations;
import io.mynah.app.wiring.RunningConversation;
import io.mynah.chat.dispatch.Administrators;
import io.mynah.store.conversation.AdmittedUsers;
import io.mynah.store.inbox.BotName;
import io.mynah.store.inbox.Inbox;
import io.mynah.store.inbox.PersonalMenus;
import io.mynah.telegram.TelegramBot;
import io.mynah.telegram.connection.TelegramConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mynah bot}: runs the Telegram bot. */
@Command(name = "bot", description = "Runs the Telegram bot; needs MYNAH_TELEGRAM_TOKEN.")
public final class BotSubcommand implements Callable<Integer> {
  private static final Duration TRAINING_DEADLINE = Duration.ofSeconds(4);
  private static final Duration CHANNEL_DEADLINE = Duration.ofSeconds(4);
  private static final int CLOSE_SECONDS = 9;

  private final CommandEnvironment environment;

  @Option(
      names = "--invite",
      description =
          "Prints a one-time link that lets one more person in. Also works while the bot runs.")
  private boolean invite;

  BotSubcommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    if (invite) {
      InvitationLink.requireUse(environment.config());
    }
    if (invite && isRunning()) {
      return inviteToRunningBot();
    }
    MynahConfig.Telegram telegram = environment.config().telegram();
    if (telegram.token().isEmpty() && !telegram.tokenFile().isEmpty()) {
      throw new CommandFailure(
          "The file %s with the bot's token cannot be read. Is it there, and may you open it?"
              .formatted(telegram.tokenFile()),
          ExitCode.USAGE);
    }
    if (telegram.token().isEmpty()) {
      throw new CommandFailure(
          "The bot needs its token. Ask @BotFather for one (/newbot), and start again with"
              + " MYNAH_TELEGRAM_TOKEN set to it.",
          ExitCode.USAGE);
    }
    CountDownLatch closed = new CountDownLatch(1);
    try (Operations operations = Operations.start(environment)) {
      operations.watchFront();
      return serve(
          TelegramConfig.of(telegram.token(), telegram.url()).withBot(telegram.bot()),
          operations,
          closed);
    } finally {
      closed.countDown();
    }
  }

  private int serve(TelegramConfig config, Operations operations, CountDownLatch closed)
      throws IOException {
    try (ApplicationContext application = ApplicationContext.openNext(environment, operations)) {
      return serve(application, config, operations, closed);
    }
  }

  private boolean isRunning() {
    if (environment.config().database().isEmpty()) {
      return ApplicationContext.isBusy(environment.home());
    }
    try (ApplicationContext application = ApplicationContext.open(environment)) {
      return application.isBusy();
    }
  }

  /** Makes a link for a bot that another process runs, through the shared database. */
  private int inviteToRunningBot() {
    try (ApplicationContext application = ApplicationContext.open(environment)) {
      environment.terminal().out().println(InvitationLink.make(application));
      return ExitCode.OK;
    }
  }

  /**
   * Runs the bot until it ends.
   *
   * @param closed opened once everything is closed; the shutdown hook waits for it
   */
  private int serve(
      ApplicationContext application,
      TelegramConfig config,
      Operations operations,
      CountDownLatch closed)
      throws IOException {
    String code = invitation(application);
    BotMenus menus = menus(application);
    Inbox inbox = new Inbox(application.database, config.bot(), application.clock);
    TelegramBot bot =
        new TelegramBot(
            config,
            menus.introductions(),
            inbox,
            application.clock,
            application::requireUse,
            operations.bot());
    operations.watch(application, bot, inbox);
    RunningConversation running =
        new RunningConversation(
            application,
            bot.channel(),
            bot.voiceBots(),
            c -> InvitationLink.address(bot.botUsername().orElseThrow(), c));
    running.conversation().onOwner(() -> bot.introducePersonally(menus.introductions()));
    Thread hook =
        new Thread(
            () -> {
              running.stop();
              bot.close(CHANNEL_DEADLINE);
              awaitQuietly(closed);
            },
            "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      running.start();
      bot.start(running.conversation());
      CompletableFuture<Void> greeted =
          bot.connected().thenAccept(name -> greet(application, name, code));
      TelegramBot.End end = bot.ended().join();
      greeted.cancel(false);
      return end == TelegramBot.End.CLOSED ? ExitCode.OK : ExitCode.FAILED;
    } finally {
      running.stop();
      bot.close(CHANNEL_DEADLINE);
      running.close(TRAINING_DEADLINE);
    }
  }

  private static BotMenus menus(ApplicationContext application) {
    return new BotMenus(
        application.config.telegram().bot(),
        administrators(application),
        application.invitations,
        new PersonalMenus(application.database));
  }

  private static Administrators administrators(ApplicationContext application) {
    return Administrators.parse(application.config.administrators());
  }

  /**
   * The code of an invitation link to print, if nobody owns the bot yet or one was requested; else
   * null.
   */
  private @Nullable String invitation(ApplicationContext application) {
    if (!application.config.isByLink()) {
      return null;
    }
    boolean owned =
        new AdmittedUsers(application.database, application.config.telegram().bot()).any()
            || !administrators(application).equals(Administrators.FIRST);
    if (!owned) {
      // Links of earlier starts must not remain valid once somebody owns the bot.
      application.invitations.withdraw();
    }
    return invite || !owned ? application.invitations.make(application.clock.instant()) : null;
  }

  private void greet(ApplicationContext application, String name, @Nullable String code) {
    // Only to the terminal: anybody with the link is admitted, so it must not be logged.
    environment.terminal().out().println("@" + name + " is listening. Stop it with Ctrl-C.");
    if (code != null) {
      environment.terminal().out().println(InvitationLink.inWords(name, code));
    }
    new BotName(application.database, application.config.telegram().bot()).save(name);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      boolean unused = latch.await(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
