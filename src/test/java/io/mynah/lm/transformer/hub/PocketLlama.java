package io.mynah.lm.transformer.hub;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A small Llama made in PyTorch. It lies in the folder {@code data/pocket_llama} beside the one
 * that the system property {@code mynah.reference} names, or nowhere.
 */
public final class PocketLlama {
  private PocketLlama() {}

  /** Its folder, if this machine has it. */
  public static Optional<Path> find() {
    String reference = System.getProperty("mynah.reference", "");
    Path folder = Path.of(reference).resolveSibling("data").resolve("pocket_llama");
    return reference.isBlank() || !Files.isDirectory(folder)
        ? Optional.empty()
        : Optional.of(folder);
  }
}
