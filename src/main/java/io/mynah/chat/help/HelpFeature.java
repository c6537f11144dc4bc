package io.mynah.chat.help;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.upload.UploadFeature;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The feature of the first words and of help, wired by hand. Thread-safe. */
public final class HelpFeature implements Feature {
  private final StartCommand start;
  private final HelpCommand help;
  private final Tour tour;

  /**
   * @param sample the name of a sample chat to begin with; empty if there is none
   * @param who may do more than others
   * @param commands all commands
   */
  public HelpFeature(
      Channel channel,
      Roster roster,
      UploadFeature uploads,
      String sample,
      Rights who,
      Commands commands) {
    start = new StartCommand(channel, roster, !sample.isEmpty(), who.inviters());
    help =
        new HelpCommand(
            channel, commands.ofAll(), commands.ofAdministrators(), who.administrators());
    tour = new Tour(channel, uploads, sample, start);
  }

  /**
   * Who may do more than others.
   *
   * @param inviters let others in by links
   * @param administrators use the commands of administrators
   */
  public record Rights(Predicate<Envelope> inviters, Predicate<Envelope> administrators) {}

  /** The commands of everybody and those of administrators only, in the order of the menu. */
  public record Commands(List<String> ofAll, List<String> ofAdministrators) {
    public Commands {
      ofAll = List.copyOf(ofAll);
      ofAdministrators = List.copyOf(ofAdministrators);
    }
  }

  @Override
  public Map<String, Command> commands() {
    return Map.of("start", start, "help", help);
  }

  @Override
  public Map<Verb, PressHandler> buttons() {
    return Map.of(Verb.HELP, help::press, Verb.TOUR, tour::press, Verb.TRY_SAMPLE, tour::trySample);
  }
}
