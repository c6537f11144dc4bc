package io.mynah.app;

import io.mynah.chat.dispatch.Administrators;
import io.mynah.store.Admissions;
import io.mynah.store.BotName;
import io.mynah.store.Inbox;
import io.mynah.store.Invitations;
import io.mynah.store.PersonalMenus;
import io.mynah.telegram.TelegramBot;
import io.mynah.telegram.TelegramConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mynah bot}. */
@Command(name = "bot", description = "Runs the Telegram bot; needs MYNAH_TELEGRAM_TOKEN.")
final class BotCommand implements Callable<Integer> {
  private static final Duration TRAINING_DEADLINE = Duration.ofSeconds(4);
  private static final Duration CHANNEL_DEADLINE = Duration.ofSeconds(4);
  private static final int CLOSE_SECONDS = 9;
  private static final String BY_LINK = "link";

  private final Surroundings surroundings;

  @Option(
      names = "--invite",
      description =
          "Prints a one-time link: whoever opens it is let in, too. Works while the bot runs.")
  private boolean invite;

  BotCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    checkInvite();
    if (invite && Workshop.isBusy(surroundings.home())) {
      return inviteBeside();
    }
    MynahConfig.Telegram telegram = surroundings.config().telegram();
    if (telegram.token().isEmpty()) {
      throw new CannotDo(
          "The bot needs its token. Ask @BotFather for one (/newbot), and start again with"
              + " MYNAH_TELEGRAM_TOKEN set to it.",
          ExitCode.USAGE);
    }
    CountDownLatch closed = new CountDownLatch(1);
    try (Workshop workshop = Workshop.openAlone(surroundings, true)) {
      return serve(workshop, TelegramConfig.of(telegram.token(), telegram.url()), closed);
    } finally {
      closed.countDown();
    }
  }

  private void checkInvite() {
    if (invite && !surroundings.config().allowed().equals(BY_LINK)) {
      throw new CannotDo(
          "Links let people in only where MYNAH_ALLOWED is \"link\", as it is when not set; here it"
              + " is something else, which alone says who is let in. Start again without --invite,"
              + " or with MYNAH_ALLOWED=link.",
          ExitCode.USAGE);
    }
  }

  /** Makes a link for the bot that runs already, in the database that both have. */
  private int inviteBeside() {
    try (Workshop workshop = Workshop.open(surroundings)) {
      String name =
          new BotName(workshop.database)
              .find()
              .orElseThrow(
                  () ->
                      new CannotDo(
                          "The bot that is running has not reached Telegram yet, so nobody knows"
                              + " its name. Try again in a moment."));
      printLink(name, workshop.invitations.make(workshop.clock.instant()));
      return ExitCode.OK;
    }
  }

  /**
   * Serves until the bot ends.
   *
   * @param closed opens when all is closed; a signal waits for it before the process ends
   */
  private int serve(Workshop workshop, TelegramConfig config, CountDownLatch closed)
      throws IOException {
    String code = invitation(workshop);
    Menus menus = menus(workshop);
    TelegramBot bot =
        new TelegramBot(
            config,
            menus.introductions(),
            new Inbox(workshop.database, workshop.clock),
            workshop.clock);
    Talk talk = new Talk(workshop, bot.channel(), c -> address(bot.botUsername().orElseThrow(), c));
    talk.conversation().onOwner(() -> bot.introducePersonally(menus.introductions()));
    Thread hook =
        new Thread(
            () -> {
              talk.stop();
              bot.close(CHANNEL_DEADLINE);
              awaitQuietly(closed);
            },
            "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      talk.start();
      bot.start(talk.conversation());
      CompletableFuture<Void> greeted =
          bot.connected().thenAccept(name -> greet(workshop, name, code));
      TelegramBot.End end = bot.ended().join();
      greeted.cancel(false);
      return end == TelegramBot.End.CLOSED ? ExitCode.OK : ExitCode.FAILED;
    } finally {
      talk.stop();
      bot.close(CHANNEL_DEADLINE);
      talk.close(TRAINING_DEADLINE);
    }
  }

  private static Menus menus(Workshop workshop) {
    return new Menus(
        administrators(workshop), workshop.invitations, new PersonalMenus(workshop.database));
  }

  private static Administrators administrators(Workshop workshop) {
    return Administrators.parse(workshop.config.administrators());
  }

  /**
   * The code of a link to print, if there is to be one: nobody owns the bot, or one was asked for.
   */
  private @Nullable String invitation(Workshop workshop) {
    if (!workshop.config.allowed().equals(BY_LINK)) {
      return null;
    }
    boolean owned =
        new Admissions(workshop.database).any()
            || !administrators(workshop).equals(Administrators.FIRST);
    if (!owned) {
      // Of the links of earlier starts none may be left over once somebody owns the bot.
      workshop.invitations.withdraw();
    }
    return invite || !owned ? workshop.invitations.make(workshop.clock.instant()) : null;
  }

  private void greet(Workshop workshop, String name, @Nullable String code) {
    // To the terminal alone: whoever has the link is let in, so it must not stand in a log.
    surroundings.terminal().out().println("@" + name + " is listening. Stop it with Ctrl-C.");
    if (code != null) {
      printLink(name, code);
    }
    new BotName(workshop.database).save(name);
  }

  private void printLink(String name, String code) {
    surroundings
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
