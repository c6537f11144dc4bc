package io.mynah.domain;

import java.util.IllformedLocaleException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An owner's settings.
 *
 * @param temperature 0.1 to 2; below 1 calmer, above 1 wilder than usual
 * @param length how long generated messages are, compared with the person's own
 * @param effort how much time a training may take
 * @param bursts whether a reply may be several short messages, as the person sends them
 * @param delays whether a reply is delayed like the person's replies, scaled down to seconds
 * @param tables whether reports come as tables, where the channel shows them
 * @param language the BCP 47 tag of the language that Mynah uses with the owner; null for that of
 *     their app
 */
public record Settings(
    double temperature,
    Length length,
    Effort effort,
    boolean bursts,
    boolean delays,
    boolean tables,
    @Nullable String language) {
  public static final double MIN_TEMPERATURE = 0.1;
  public static final double MAX_TEMPERATURE = 2.0;

  /**
   * @throws IllegalArgumentException if the temperature is out of range or the language no tag
   */
  public Settings {
    if (!(temperature >= MIN_TEMPERATURE && temperature <= MAX_TEMPERATURE)) {
      throw new IllegalArgumentException("temperature out of range: " + temperature);
    }
    if (language != null && !isTag(language)) {
      throw new IllegalArgumentException("not the tag of a language");
    }
  }

  private static boolean isTag(String language) {
    try {
      return !new Locale.Builder().setLanguageTag(language).build().getLanguage().isEmpty();
    } catch (IllformedLocaleException e) {
      return false;
    }
  }

  public Settings withTemperature(double other) {
    return new Settings(other, length, effort, bursts, delays, tables, language);
  }

  public Settings withLength(Length other) {
    return new Settings(temperature, other, effort, bursts, delays, tables, language);
  }

  public Settings withEffort(Effort other) {
    return new Settings(temperature, length, other, bursts, delays, tables, language);
  }

  public Settings withBursts(boolean on) {
    return new Settings(temperature, length, effort, on, delays, tables, language);
  }

  public Settings withDelays(boolean on) {
    return new Settings(temperature, length, effort, bursts, on, tables, language);
  }

  public Settings withTables(boolean on) {
    return new Settings(temperature, length, effort, bursts, delays, on, language);
  }

  public Settings withLanguage(@Nullable String tag) {
    return new Settings(temperature, length, effort, bursts, delays, tables, tag);
  }
}
