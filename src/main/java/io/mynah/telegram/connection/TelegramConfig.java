package io.mynah.telegram.connection;

import io.mynah.domain.Bot;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * The settings of the connection to Telegram, and its rate limits.
 *
 * @param token the bot's secret; {@link #toString()} omits it
 * @param server the Bot API server: scheme, host and perhaps a port, no path
 * @param localServer whether the server runs with {@code --local}: downloads have no limit, and
 *     file paths may be on this machine's disk
 * @param poll how long the server may delay the answer to a poll, at most 50 seconds
 * @param threads how many chats are answered at the same time
 * @param bot which one this is among those that share a database
 */
public record TelegramConfig(
    String token,
    URI server,
    boolean localServer,
    Duration poll,
    int threads,
    Rates rates,
    Pace pace,
    Bot bot) {
  /** Telegram's own server. */
  public static final URI CLOUD = URI.create("https://api.telegram.org");

  private static final Duration LONGEST_POLL = Duration.ofSeconds(50);

  public TelegramConfig {
    if (token.isBlank()) {
      throw new IllegalArgumentException("The bot's token is missing.");
    }
    String path = server.getPath();
    if (server.getHost() == null
        || !("http".equals(server.getScheme()) || "https".equals(server.getScheme()))
        || (path != null && !path.isEmpty() && !path.equals("/"))) {
      throw new IllegalArgumentException(
          "The Bot API server's address must look like https://api.telegram.org or"
              + " http://127.0.0.1:8081, without a path.");
    }
    if (poll.isNegative() || poll.compareTo(LONGEST_POLL) > 0) {
      throw new IllegalArgumentException("A poll may last from 0 to 50 seconds.");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("At least one thread must answer.");
    }
  }

  /**
   * The default settings; a server other than Telegram's own is assumed to run with {@code
   * --local}.
   */
  public static TelegramConfig of(String token, URI server) {
    boolean local = !CLOUD.getHost().equals(server.getHost());
    return new TelegramConfig(
        token, server, local, LONGEST_POLL, 16, Rates.USUAL, Pace.USUAL, Bot.ONLY);
  }

  /** The bot's id, with which the token begins; empty if the token has another form. */
  public OptionalLong botId() {
    String id = token.replaceFirst(":.*", "");
    return id.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(id)) : OptionalLong.empty();
  }

  public TelegramConfig withToken(String other) {
    return new TelegramConfig(other, server, localServer, poll, threads, rates, pace, bot);
  }

  public TelegramConfig withLocalServer(boolean local) {
    return new TelegramConfig(token, server, local, poll, threads, rates, pace, bot);
  }

  public TelegramConfig withPoll(Duration longest) {
    return new TelegramConfig(token, server, localServer, longest, threads, rates, pace, bot);
  }

  public TelegramConfig withThreads(int count) {
    return new TelegramConfig(token, server, localServer, poll, count, rates, pace, bot);
  }

  public TelegramConfig withRates(Rates other) {
    return new TelegramConfig(token, server, localServer, poll, threads, other, pace, bot);
  }

  public TelegramConfig withPace(Pace other) {
    return new TelegramConfig(token, server, localServer, poll, threads, rates, other, bot);
  }

  public TelegramConfig withBot(Bot other) {
    return new TelegramConfig(token, server, localServer, poll, threads, rates, pace, other);
  }

  /** Everything but the token. */
  @Override
  public String toString() {
    return "TelegramConfig[server=%s, localServer=%s, poll=%s, threads=%d, rates=%s, pace=%s, bot=%s]"
        .formatted(server, localServer, poll, threads, rates, pace, bot);
  }

  public int port() {
    if (server.getPort() != -1) {
      return server.getPort();
    }
    return "https".equals(server.getScheme()) ? 443 : 80;
  }

  /**
   * Telegram's limits for sending; edits count too.
   *
   * @param chatPerSecond messages a second to one chat, over time
   * @param chatBurst messages to one chat at once
   * @param groupPerMinute messages to one group in any minute
   * @param allPerSecond messages to all chats together in any second
   * @param editEvery the shortest time between two edits of one message
   */
  public record Rates(
      double chatPerSecond,
      int chatBurst,
      int groupPerMinute,
      int allPerSecond,
      Duration editEvery) {
    public static final Rates USUAL = new Rates(1, 3, 20, 30, Duration.ofMillis(2500));
  }

  /**
   * Retries, time-outs and intervals.
   *
   * @param firstRetry the wait after the first failure; it doubles with each further one
   * @param longestRetry the longest such wait
   * @param attempts how often a call is tried before it fails for good, outages aside
   * @param answerTimeout how long the server may be silent within a call
   * @param typingEvery the interval at which "typing" is sent again; Telegram shows it for 5
   *     seconds
   * @param watchEvery the interval at which polling is checked
   * @param idleBeforeNewEpoch after this long without an update its ids may restart. Telegram's
   *     documentation says a week; it keeps updates for a day, so one received a day late counts
   *     from before
   */
  public record Pace(
      Duration firstRetry,
      Duration longestRetry,
      int attempts,
      Duration answerTimeout,
      Duration typingEvery,
      Duration watchEvery,
      Duration idleBeforeNewEpoch) {
    public static final Pace USUAL =
        new Pace(
            Duration.ofMillis(500),
            Duration.ofSeconds(5),
            10,
            Duration.ofSeconds(30),
            Duration.ofSeconds(4),
            Duration.ofSeconds(1),
            Duration.ofDays(6));
  }
}
