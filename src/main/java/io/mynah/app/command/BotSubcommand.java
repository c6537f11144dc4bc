package io.mynah.app.command;

import io.mynah.app.wiring.ApplicationContext;
import io.mynah.app.wiring.BotMenus;
import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ExitCode;
import io.mynah.app.wiring.MynahConfig;
import io.mynah.app.wiring.RunningConversation;
import io.mynah.chat.dispatch.Administrators;
import io.mynah.store.conversation.AdmittedUsers;
import io.mynah.store.conversation.Invitations;
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
  private static final String BY_LINK = "link";

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
    checkInvite();
    if (invite && isRunning()) {
      return inviteToRunningBot();
    }
    MynahConfig.Telegram telegram = environment.config().telegram();
    if (telegram.token().isEmpty()) {
      throw new CommandFailure(
          "The bot needs its token. Ask @BotFather for one (/newbot), and start again with"
              + " MYNAH_TELEGRAM_TOKEN set to it.",
          ExitCode.USAGE);
    }
    CountDownLatch closed = new CountDownLatch(1);
    try (ApplicationContext application = ApplicationContext.openNext(environment)) {
      return serve(
          application,
          TelegramConfig.of(telegram.token(), telegram.url()).withBot(telegram.bot()),
          closed);
    } finally {
      closed.countDown();
    }
  }

  private void checkInvite() {
    if (invite && !environment.config().allowed().equals(BY_LINK)) {
      throw new CommandFailure(
          "Links let people in only where MYNAH_ALLOWED is \"link\", as it is when not set; here it"
              + " is something else, which alone says who is let in. Start again without --invite,"
              + " or with MYNAH_ALLOWED=link.",
          ExitCode.USAGE);
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
      String name =
          new BotName(application.database, application.config.telegram().bot())
              .find()
              .orElseThrow(
                  () ->
                      new CommandFailure(
                          "The bot that is running has not reached Telegram yet, so nobody knows"
                              + " its name. Try again in a moment."));
      printLink(name, application.invitations.make(application.clock.instant()));
      return ExitCode.OK;
    }
  }

  /**
   * Runs the bot until it ends.
   *
   * @param closed opened once everything is closed; the shutdown hook waits for it
   */
  private int serve(ApplicationContext application, TelegramConfig config, CountDownLatch closed)
      throws IOException {
    String code = invitation(application);
    BotMenus menus = menus(application);
    TelegramBot bot =
        new TelegramBot(
            config,
            menus.introductions(),
            new Inbox(application.database, config.bot(), application.clock),
            application.clock,
            application::requireUse);
    RunningConversation running =
        new RunningConversation(
            application, bot.channel(), c -> address(bot.botUsername().orElseThrow(), c));
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
    if (!application.config.allowed().equals(BY_LINK)) {
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
      printLink(name, code);
    }
    new BotName(application.database, application.config.telegram().bot()).save(name);
  }

  private void printLink(String name, String code) {
    environment
        .terminal()
        .out()
        .printf(
            "Open this link to use it; it works once, within %d days: %s%n",
            Invitations.VALID.toDays(), address(name, code));
  }

  private static String address(String name, String code) {
    return "https://t.me/" + name + (code.isEmpty() ? "" : "?start=" + code);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      boolean unused = latch.await(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
