package io.mynah.app.command;

import io.mynah.lm.NeuralLearner;
import io.mynah.lm.PretrainedBase;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file with a base.
 *
 * @param learner writes and reads the network
 */
record BaseFile(Path file, NeuralLearner learner) {
  /** Writes a base under a temporary name, and renames it over the file. */
  void write(PretrainedBase base) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try {
      try (DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished)))) {
        base.write(learner, out);
      }
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /**
   * Reads the base.
   *
   * @throws IOException also when the file is not a base of a known version
   */
  PretrainedBase read() throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      return PretrainedBase.read(learner, in);
    }
  }
}
