package io.mynah.app.users;

import io.mynah.app.command.CommandLineJson;
import io.mynah.app.wiring.ApplicationContext;
import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ExitCode;
import io.mynah.app.wiring.InvitationLink;
import io.mynah.store.conversation.UserLimits;
import io.mynah.store.conversation.UserUsage;
import io.mynah.store.conversation.UserUsage.User;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code mynah users …}: who may use the bot and what they use, also while the bot runs. Shows ids
 * and counts, never what anybody wrote.
 */
@Command(
    name = "users",
    description = "Shows who uses the bot and how much; lets in, limits and puts out.",
    synopsisSubcommandLabel = "WHAT")
public final class UsersSubcommand {
  private static final String DEFAULT = "default";

  private final CommandEnvironment environment;

  public UsersSubcommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  /**
   * A user in JSON.
   *
   * @param id that Telegram gave them
   * @param admitted whether a link let them in; null where links let nobody in
   */
  record Row(
      String id,
      @Nullable Boolean admitted,
      @Nullable Instant admittedAt,
      long messages,
      long bytes,
      long voices,
      long trainingsDone,
      long trainingsOpen,
      UserLimits.Own limits) {}

  @Command(name = "list", description = "Lists who is let in or has data here, and what they use.")
  int list(
      @Option(names = "--json", description = "Print one JSON object per line.") boolean json) {
    try (ApplicationContext application = ApplicationContext.open(environment)) {
      boolean byLink = application.config.isByLink();
      List<User> users = usage(application).all();
      for (User user : users) {
        out().println(json ? CommandLineJson.line(row(user, byLink)) : text(user, byLink));
      }
      if (!json && users.isEmpty()) {
        out().println("Nobody uses the bot yet.");
      }
      if (!json && !byLink) {
        out().println("Who is let in is up to MYNAH_ALLOWED: it is not “link”.");
      }
      return ExitCode.OK;
    }
  }

  private static Row row(User user, boolean byLink) {
    return new Row(
        Long.toString(user.id()),
        byLink ? user.admittedAt() != null : null,
        user.admittedAt(),
        user.messages(),
        user.bytes(),
        user.voices(),
        user.done(),
        user.open(),
        user.limits());
  }

  private static String text(User user, boolean byLink) {
    String text =
        String.format(
            Locale.ENGLISH,
            "%s: %,d messages, %,d voices, %.1f MB; trainings: %,d done, %,d waiting or running",
            Long.toString(user.id()),
            user.messages(),
            user.voices(),
            user.bytes() / 1e6,
            user.done(),
            user.open());
    if (!user.limits().equals(UserLimits.Own.NONE)) {
      text +=
          "; limits: trainings %s, messages %s, megabytes %s"
              .formatted(
                  limit(user.limits().trainings()),
                  limit(user.limits().messages()),
                  limit(user.limits().megabytes()));
    }
    return byLink && user.admittedAt() == null ? text + "; not let in" : text;
  }

  private static String limit(@Nullable Integer limit) {
    return limit == null ? DEFAULT : limit.toString();
  }

  private static UserUsage usage(ApplicationContext application) {
    return new UserUsage(application.database, application.config.telegram().bot());
  }

  @Command(name = "invite", description = "Prints a one-time link that lets one more person in.")
  int invite() {
    InvitationLink.requireUse(environment.config());
    try (ApplicationContext application = ApplicationContext.open(environment)) {
      out().println(InvitationLink.make(application));
      return ExitCode.OK;
    }
  }

  @Command(
      name = "limit",
      description = "Limits what one person may use: a number, 0 for no limit, or default.")
  int limit(
      @Parameters(paramLabel = "ID") String id,
      @Option(
              names = "--trainings",
              paramLabel = "N",
              description = "Trainings that wait or run at a time.")
          @Nullable String trainings,
      @Option(names = "--messages", paramLabel = "N", description = "Messages that are kept.")
          @Nullable String messages,
      @Option(
              names = "--megabytes",
              paramLabel = "N",
              description = "Chats and voices together, in megabytes.")
          @Nullable String megabytes) {
    if (trainings == null && messages == null && megabytes == null) {
      throw new CommandFailure(
          "Say what to limit: --trainings, --messages or --megabytes, with a number, or default.",
          ExitCode.USAGE);
    }
    try (ApplicationContext application = ApplicationContext.open(environment)) {
      UserUsage usage = usage(application);
      User user = find(usage, id);
      UserLimits.Own before = user.limits();
      new UserLimits(application.database)
          .set(
              user.owner(),
              new UserLimits.Own(
                  number(trainings, before.trainings()),
                  number(messages, before.messages()),
                  number(megabytes, before.megabytes())));
      out().println(text(find(usage, id), application.config.isByLink()));
      return ExitCode.OK;
    }
  }

  private static @Nullable Integer number(@Nullable String given, @Nullable Integer before) {
    if (given == null) {
      return before;
    }
    if (given.equals(DEFAULT)) {
      return null;
    }
    if (!given.matches("\\d{1,9}")) {
      throw new CommandFailure(
          "%s is no limit. Give a number, 0 for no limit, or default.".formatted(given),
          ExitCode.USAGE);
    }
    return Integer.valueOf(given);
  }

  private static User find(UserUsage usage, String id) {
    Optional<User> found =
        id.matches("\\d{1,18}") ? usage.find(Long.parseLong(id)) : Optional.empty();
    return found.orElseThrow(
        () ->
            new CommandFailure(
                "There is no user %s. mynah users list shows all, by the ids that Telegram gave them."
                    .formatted(id)));
  }

  @Command(
      name = "remove",
      description = "Puts somebody out, and asks whether to erase what is kept for them.")
  int remove(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--forget", description = "Erase it, without asking.") boolean forget,
      @Option(names = "--keep", description = "Keep it, without asking.") boolean keep)
      throws IOException {
    if (forget && keep) {
      throw new CommandFailure("Give --forget or --keep, not both.", ExitCode.USAGE);
    }
    UserRemovals removals = new UserRemovals(environment);
    User user;
    try (ApplicationContext application = ApplicationContext.open(environment)) {
      user = find(usage(application), id);
      removals.check(application, user.owner());
    }
    boolean erases = forget || (!keep && asksToErase(user));
    removals.remove(user.owner(), erases);
    return ExitCode.OK;
  }

  private boolean asksToErase(User user) throws IOException {
    PrintWriter err = environment.terminal().err();
    err.print(
        "Erase what is kept for %s as well: %,d messages and %,d voices? Type yes or no: "
            .formatted(Long.toString(user.id()), user.messages(), user.voices()));
    err.flush();
    String answer = environment.terminal().in().readLine();
    String word = answer == null ? "" : answer.strip().toLowerCase(Locale.ROOT);
    if (!word.equals("yes") && !word.equals("no")) {
      throw new CommandFailure("Nobody was put out.");
    }
    return word.equals("yes");
  }

  private PrintWriter out() {
    return environment.terminal().out();
  }
}
