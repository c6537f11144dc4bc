package io.mynah.app.wiring;

import io.mynah.chat.forget.RetentionConfig;
import io.mynah.chat.limits.Limits;
import io.mynah.domain.Bot;
import io.mynah.domain.Effort;
import io.mynah.domain.Length;
import io.mynah.domain.Settings;
import io.mynah.export.ExportLimits;
import io.mynah.lm.sampling.GenerationOptions;
import io.mynah.lm.sampling.SamplingRule;
import io.mynah.store.database.PostgresDialect;
import io.mynah.training.TrainingConfig;
import io.mynah.vault.MasterKey;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * All settings, as documented in {@code config/mynah.yaml}. The constructors check them: a value
 * out of range throws {@link ConfigException}.
 */
public record MynahConfig(
    Telegram telegram,
    String allowed,
    String administrators,
    String masterKey,
    String masterKeyFile,
    String database,
    Training training,
    Speaking speaking,
    Models models,
    Uploads uploads,
    Retention retention,
    PerOwner limits,
    Ops ops,
    Log log) {
  public MynahConfig {
    ConfigException.check(
        allowed.matches("@?\\w+(\\s*,\\s*@?\\w+)*"),
        "allowed",
        "link, everyone, or Telegram ids and user names with commas between them");
    ConfigException.check(
        administrators.matches("@?\\w+(\\s*,\\s*@?\\w+)*"),
        "administrators",
        "first, or Telegram ids and user names with commas between them");
    ConfigException.check(
        masterKey.strip().matches("|[A-Za-z0-9+/]{43}="), "master_key", MasterKey.FORM);
    ConfigException.check(
        masterKeyFile.isEmpty() || isPath(masterKeyFile), "master_key_file", "the path of a file");
    ConfigException.check(
        database.isEmpty() || database.matches(PostgresDialect.FORM),
        "database",
        "an address like jdbc:postgresql://HOST/DATABASE, or empty");
    ConfigException.check(
        !database.isEmpty() || telegram.name().isEmpty(),
        "telegram.name",
        "nothing: without a database server, a bot has its data folder to itself");
    ConfigException.check(
        !database.isEmpty() || training.trains(),
        "training.workers",
        "0 or more: without a database server, no other process trains");
  }

  /** Omits token, key and password, which must not reach a log. */
  @Override
  public String toString() {
    return "MynahConfig[" + telegram + ", …]";
  }

  /** Whether one-time links let people in. */
  public boolean isByLink() {
    return allowed.equals("link");
  }

  private static boolean isPath(String text) {
    try {
      return !Path.of(text).toString().isBlank();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  public record Telegram(
      String token, String tokenFile, URI url, String name, boolean sharedOwners) {
    public Telegram {
      ConfigException.check(
          Bot.NAME.matcher(name).matches(),
          "telegram.name",
          "up to 30 lower-case letters, digits and hyphens, or nothing");
      ConfigException.check(
          new Bot(name, false).voice().isEmpty(),
          "telegram.name",
          "a name other than voice- and a number");
      ConfigException.check(
          token.isEmpty() || token.matches("\\d+:[A-Za-z0-9_-]+"),
          "telegram.token",
          "a token as BotFather gives it, like 123456:ABC…");
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      ConfigException.check(
          http && url.getHost() != null,
          "telegram.url",
          "an address like https://api.telegram.org");
    }

    /** Which bot this is among those on the same database. */
    public Bot bot() {
      return new Bot(name, sharedOwners);
    }

    /** The bot's id, with which the token begins; empty if there is no token. */
    OptionalLong botId() {
      return token.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(Long.parseLong(token.replaceFirst(":.*", "")));
    }

    /** Omits the token, which must not reach a log. */
    @Override
    public String toString() {
      return "Telegram[token=" + (token.isEmpty() ? "none" : "set") + ", url=" + url + "]";
    }
  }

  /** How many times as long a training takes on a large base: with effort good, ten minutes. */
  private static final double ON_LARGE_BASE = 3.6;

  private static final String NO_WORKERS = "none";

  public record Training(
      String workers,
      int quickSeconds,
      int goodSeconds,
      int bestSeconds,
      int minMessages,
      String base) {
    public Training {
      ConfigException.check(
          workers.matches("\\d{1,3}|" + NO_WORKERS), "training.workers", "0 or more, or none");
      ConfigException.check(
          quickSeconds > 0 && goodSeconds > 0 && bestSeconds > 0,
          "training.…_seconds",
          "more than 0");
      ConfigException.check(minMessages > 0, "training.min_messages", "more than 0");
      ConfigException.check(
          isPath(base), "training.base", "chosen, shipped, none, the name of a base or a file");
    }

    TrainingConfig toTrainingConfig(int cores, boolean largeBase) {
      return new TrainingConfig(workers(cores), times(largeBase), minMessages);
    }

    /** Whether this process trains. */
    public boolean trains() {
      return !workers.equals(NO_WORKERS);
    }

    private int workers(int cores) {
      if (!trains()) {
        return 0;
      }
      int set = Integer.parseInt(workers);
      return set > 0 ? set : Math.max(1, cores / 2);
    }

    /**
     * How long a training may take.
     *
     * @param largeBase whether it starts from a base that trains slowly
     */
    public Map<Effort, Duration> times(boolean largeBase) {
      return Map.of(
          Effort.QUICK, time(quickSeconds, largeBase),
          Effort.GOOD, time(goodSeconds, largeBase),
          Effort.BEST, time(bestSeconds, largeBase));
    }

    private static Duration time(int seconds, boolean largeBase) {
      return Duration.ofSeconds(Math.round(seconds * (largeBase ? ON_LARGE_BASE : 1)));
    }
  }

  private static final int MOST_CANDIDATES = 64;

  public record Speaking(
      double temperature,
      double topP,
      int candidates,
      String length,
      String effort,
      boolean bursts,
      boolean delays) {
    public Speaking {
      ConfigException.check(
          temperature >= Settings.MIN_TEMPERATURE && temperature <= Settings.MAX_TEMPERATURE,
          "speaking.temperature",
          "from " + Settings.MIN_TEMPERATURE + " to " + Settings.MAX_TEMPERATURE);
      ConfigException.check(topP > 0 && topP <= 1, "speaking.top_p", "more than 0, at most 1");
      ConfigException.check(
          candidates > 0 && candidates <= MOST_CANDIDATES,
          "speaking.candidates",
          "from 1 to " + MOST_CANDIDATES);
      word(Length.class, length, "speaking.length");
      word(Effort.class, effort, "speaking.effort");
    }

    /** How messages are drawn where the temperature setting is 1. */
    public SamplingRule toRule() {
      return SamplingRule.of(VoiceLearning.PARAMETERS.sampling(), topP, candidates);
    }

    /** How one message is drawn for an owner who set nothing. */
    public GenerationOptions toOptions() {
      return new GenerationOptions(1, toRule().at(temperature), toSettings().length());
    }

    public Settings toSettings() {
      return new Settings(
          temperature,
          word(Length.class, length, "speaking.length"),
          word(Effort.class, effort, "speaking.effort"),
          bursts,
          delays,
          false,
          null);
    }
  }

  public record Models(int cacheMegabytes, int expiryMinutes) {
    public Models {
      ConfigException.check(cacheMegabytes > 0, "models.cache_megabytes", "more than 0");
      ConfigException.check(expiryMinutes > 0, "models.expiry_minutes", "more than 0");
    }

    public long cacheBytes() {
      return megabytes(cacheMegabytes);
    }

    public Duration expiry() {
      return Duration.ofMinutes(expiryMinutes);
    }
  }

  public record Uploads(
      int keepMinutes,
      int fileMegabytes,
      int unpackedMegabytes,
      int ratio,
      int entries,
      int nesting,
      int textLength,
      int people,
      int chats) {
    public Uploads {
      ConfigException.check(
          keepMinutes > 0 && keepMinutes <= 60, "uploads.keep_minutes", "from 1 to 60");
      int least =
          Math.min(
              Math.min(Math.min(fileMegabytes, unpackedMegabytes), Math.min(ratio, entries)),
              Math.min(Math.min(nesting, textLength), Math.min(people, chats)));
      ConfigException.check(least > 0, "uploads.…", "more than 0");
    }

    public ExportLimits toLimits() {
      return new ExportLimits(
          megabytes(fileMegabytes),
          megabytes(unpackedMegabytes),
          ratio,
          entries,
          nesting,
          textLength,
          people,
          chats);
    }

    Duration keep() {
      return Duration.ofMinutes(keepMinutes);
    }
  }

  record Retention(int months, int noticeDays) {
    Retention {
      ConfigException.check(months >= 0 && months <= 1_200, "retention.months", "from 0 to 1200");
      ConfigException.check(
          noticeDays >= 1 && noticeDays <= 28, "retention.notice_days", "from 1 to 28");
    }

    RetentionConfig toRetentionConfig() {
      return new RetentionConfig(months, noticeDays);
    }
  }

  record PerOwner(
      int requestsPerMinute,
      int uploadsPerDay,
      int jobs,
      int storedMegabytes,
      int diskReserveMegabytes,
      int memoryReserveMegabytes) {
    PerOwner {
      int least =
          IntStream.of(
                  requestsPerMinute,
                  uploadsPerDay,
                  jobs,
                  storedMegabytes,
                  diskReserveMegabytes,
                  memoryReserveMegabytes)
              .min()
              .orElseThrow();
      ConfigException.check(least >= 0, "limits.…", "0 or more");
    }

    public Limits toLimits() {
      return new Limits(
          requestsPerMinute,
          uploadsPerDay,
          jobs,
          megabytes(storedMegabytes),
          megabytes(diskReserveMegabytes),
          megabytes(memoryReserveMegabytes));
    }
  }

  /** Where metrics and health are served, if at all. */
  public record Ops(String port, String address) {
    private static final int HIGHEST_PORT = 65_535;

    public Ops {
      ConfigException.check(
          port.matches("\\d{0,5}") && (port.isEmpty() || Integer.parseInt(port) <= HIGHEST_PORT),
          "ops.port",
          "a port, or 0 for none");
      ConfigException.check(
          address.matches("[\\w.:-]+"), "ops.address", "an address of this machine");
    }

    /** The address to serve at; empty if nothing is to be served. */
    public Optional<InetSocketAddress> server() {
      int number = port.isEmpty() ? 0 : Integer.parseInt(port);
      return number == 0 ? Optional.empty() : Optional.of(new InetSocketAddress(address, number));
    }
  }

  record Log(String level, String format) {
    private static final String JSON = "json";
    private static final String DEBUG = "debug";

    Log {
      ConfigException.check(
          level.matches("error|warn|info|debug"), "log.level", "error, warn, info or debug");
      ConfigException.check(format.matches("text|" + JSON), "log.format", "text or json");
    }

    boolean json() {
      return format.equals(JSON);
    }

    boolean debug() {
      return level.equals(DEBUG);
    }
  }

  private static long megabytes(int count) {
    return (long) count << 20;
  }

  private static <E extends Enum<E>> E word(Class<E> words, String value, String setting) {
    for (E word : words.getEnumConstants()) {
      if (word.name().toLowerCase(Locale.ROOT).equals(value)) {
        return word;
      }
    }
    throw new ConfigException(setting, "not one of the words that config/mynah.yaml lists");
  }
}
