package io.mynah.chat;

import io.mynah.domain.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the conversation behaves.
 *
 * @param defaults for owners who set nothing
 * @param topP the nucleus of sampling, above 0 to 1
 * @param allowed who may use the bot
 * @param linkCode admits whoever shows it first ({@code /start CODE}), if there is one
 * @param uploads the folder of raw uploads, with nothing else in it
 * @param samples exports that can be trained by name ({@code /train sample})
 * @param minMessages a person must have this many messages to be trained
 * @param uploadLifetime when raw uploads are deleted at the latest; one hour at most
 * @param pageQuiet an HTML export is complete when no page came for this long
 * @param serverSetting what the setting of the Bot API server's address is called, for users whose
 *     file is too large for the server in use
 */
public record ChatConfig(
    Settings defaults,
    double topP,
    Allowed allowed,
    @Nullable String linkCode,
    Path uploads,
    Map<String, Path> samples,
    int minMessages,
    Duration uploadLifetime,
    Duration pageQuiet,
    String serverSetting) {
  private static final Duration LONGEST_LIFETIME = Duration.ofHours(1);

  public ChatConfig {
    samples = Map.copyOf(samples);
    if (uploadLifetime.compareTo(LONGEST_LIFETIME) > 0) {
      throw new IllegalArgumentException("raw uploads are kept for one hour at most");
    }
  }
}
