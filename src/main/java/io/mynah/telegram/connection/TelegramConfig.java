package io.mynah.telegram.connection;

import java.net.URI;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How the bot reaches Telegram and how fast it may speak.
 *
 * @param token the bot's secret; never shown by {@link #toString()}
 * @param server the Bot API server: scheme, host and perhaps a port, no path
 * @param localServer whether the server runs with {@code --local}: downloads without limit, and the
 *     path of a file may be one of this machine's disk
 * @param poll how long the server may hold a poll back, at most 50 seconds
 * @param threads how many chats are answered at the same time
 */
public record TelegramConfig(
    String token,
    URI server,
    boolean localServer,
    Duration poll,
    int threads,
    Rates rates,
    Pace pace) {
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

  /** The usual values; a server other than Telegram's own is taken to run with {@code --local}. */
  public static TelegramConfig of(String token, URI server) {
    boolean local = !CLOUD.getHost().equals(server.getHost());
    return new TelegramConfig(token, server, local, LONGEST_POLL, 16, Rates.USUAL, Pace.USUAL);
  }

  /** The bot's id, which the token begins with; empty if it is not of that form. */
  public OptionalLong bot() {
    String id = token.replaceFirst(":.*", "");
    return id.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(id)) : OptionalLong.empty();
  }

  public TelegramConfig withLocalServer(boolean local) {
    return new TelegramConfig(token, server, local, poll, threads, rates, pace);
  }

  public TelegramConfig withPoll(Duration longest) {
    return new TelegramConfig(token, server, localServer, longest, threads, rates, pace);
  }

  public TelegramConfig withThreads(int count) {
    return new TelegramConfig(token, server, localServer, poll, count, rates, pace);
  }

  public TelegramConfig withRates(Rates other) {
    return new TelegramConfig(token, server, localServer, poll, threads, other, pace);
  }

  public TelegramConfig withPace(Pace other) {
    return new TelegramConfig(token, server, localServer, poll, threads, rates, other);
  }

  /** Everything but the token. */
  @Override
  public String toString() {
    return "TelegramConfig[server=%s, localServer=%s, poll=%s, threads=%d, rates=%s, pace=%s]"
        .formatted(server, localServer, poll, threads, rates, pace);
  }

  public int port() {
    if (server.getPort() != -1) {
      return server.getPort();
    }
    return "https".equals(server.getScheme()) ? 443 : 80;
  }

  /**
   * What Telegram lets a bot send; edits count too.
   *
   * @param chatPerSecond messages a second to one chat, over time
   * @param chatBurst messages that one chat takes at once
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
   * How patient the bot is.
   *
   * @param firstRetry the wait after a first failure; it doubles with each further one
   * @param longestRetry the longest such wait
   * @param attempts how often a call is tried before it fails for good, outages aside
   * @param answerTimeout how long the server may be silent within a call
   * @param typingEvery how often "typing" is shown again; Telegram shows it for 5 seconds
   * @param watchEvery how often polling is looked after
   * @param idleBeforeNewEpoch after this long without an update its ids may start anew. Telegram
   *     says a week; it keeps updates for a day, so what came a day late counts from before
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
