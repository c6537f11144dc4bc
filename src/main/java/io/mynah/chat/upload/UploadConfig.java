package io.mynah.chat.upload;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How uploads are taken in.
 *
 * @param samples exports that can be trained by name ({@code /train sample})
 * @param minMessages a person must have this many messages to be trained
 * @param lifetime when raw uploads are deleted at the latest; one hour at most
 * @param pageQuiet an HTML export is complete when no page came for this long
 * @param serverSetting what the setting of the Bot API server's address is called, for users whose
 *     file is too large for the server in use
 */
public record UploadConfig(
    Map<String, Path> samples,
    int minMessages,
    Duration lifetime,
    Duration pageQuiet,
    String serverSetting) {
  private static final Duration LONGEST_LIFETIME = Duration.ofHours(1);

  /**
   * Copies the samples.
   *
   * @throws IllegalArgumentException when raw uploads would be kept for longer than an hour
   */
  public UploadConfig {
    samples = Map.copyOf(samples);
    if (lifetime.compareTo(LONGEST_LIFETIME) > 0) {
      throw new IllegalArgumentException("raw uploads are kept for one hour at most");
    }
  }
}
