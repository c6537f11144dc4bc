package io.mynah.app.command;

import io.mynah.app.wiring.ApplicationContext;
import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ExitCode;
import io.mynah.app.wiring.MasterKeySource;
import io.mynah.vault.MasterKey;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code mynah rekey}: replaces the master key. */
@Command(name = "rekey", description = "Replaces the master key with a new one.")
public final class RekeySubcommand implements Callable<Integer> {
  private final CommandEnvironment environment;

  RekeySubcommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    try (ApplicationContext application = ApplicationContext.openAlone(environment, false)) {
      application.requireNoWorkers();
      MasterKeySource source =
          new MasterKeySource(
              application.home, application.config, environment.terminal().err(), Locale.ENGLISH);
      MasterKey next = MasterKey.random();
      source.prepare(next);
      application.database.rewrap(next);
      promote(source, next);
      environment
          .terminal()
          .out()
          .println(
              "The master key "
                  + source.place()
                  + " is new. Replace your copy of it; the old one opens nothing but old backups.");
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailure(
          "The new key cannot be written (%s). The old key stays in use."
              .formatted(e.getClass().getSimpleName()));
    }
  }

  /** Makes the new key current. The old key no longer opens anything. */
  private static void promote(MasterKeySource source, MasterKey next) {
    try {
      source.promote(next);
    } catch (IOException e) {
      throw new CommandFailure(
          "The data is sealed with the new key, which could not be put in its place (%s). It is in %s: do not delete that. The next start puts it in place."
              .formatted(e.getClass().getSimpleName(), source.nextPath()));
    }
  }
}
