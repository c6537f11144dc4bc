package io.mynah.app;

import io.mynah.vault.MasterKey;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code mynah rekey}. */
@Command(name = "rekey", description = "Makes a new master key in the place of the old one.")
final class RekeyCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  RekeyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Workshop workshop = Workshop.openAlone(surroundings, false)) {
      MasterKeySource source =
          new MasterKeySource(workshop.home, workshop.config, surroundings.terminal().err());
      MasterKey next = MasterKey.random();
      source.prepare(next);
      workshop.database.rewrap(next);
      source.promote(next);
      surroundings
          .terminal()
          .out()
          .println(
              "The master key "
                  + source.place()
                  + " is new. Replace your copy of it; the old one opens nothing but old backups.");
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CannotDo(
          "The new key cannot be written (%s). The old one holds."
              .formatted(e.getClass().getSimpleName()));
    }
  }
}
