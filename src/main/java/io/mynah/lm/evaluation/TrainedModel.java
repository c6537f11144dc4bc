package io.mynah.lm.evaluation;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The last model of a training that is evaluated, and how the training went. Immutable. */
public final class TrainedModel {
  private static final int MAGIC = 0x4D594E45; // "MYNE"

  private final byte[] bytes;
  private final String stage;
  private final double validationBits;
  private final double firstVoiceSeconds;
  private final double trainSeconds;

  /**
   * @param bytes the model in the form that its format writes; not to be changed
   * @param stage the name of the stage that published it
   * @param validationBits bits per character on the training's own validation sample
   * @param firstVoiceSeconds until the first model was published
   * @param trainSeconds of the whole training
   */
  TrainedModel(
      byte[] bytes,
      String stage,
      double validationBits,
      double firstVoiceSeconds,
      double trainSeconds) {
    this.bytes = bytes;
    this.stage = stage;
    this.validationBits = validationBits;
    this.firstVoiceSeconds = firstVoiceSeconds;
    this.trainSeconds = trainSeconds;
  }

  byte[] bytes() {
    return bytes;
  }

  String stage() {
    return stage;
  }

  double validationBits() {
    return validationBits;
  }

  double firstVoiceSeconds() {
    return firstVoiceSeconds;
  }

  double trainSeconds() {
    return trainSeconds;
  }

  /**
   * Writes the model to a file, so that it can be evaluated again without a training.
   *
   * @param task names what it was trained on
   */
  public void write(Path file, String task) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".part");
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(unfinished))) {
      out.writeInt(MAGIC);
      out.writeUTF(task);
      out.writeUTF(stage);
      out.writeDouble(validationBits);
      out.writeDouble(firstVoiceSeconds);
      out.writeDouble(trainSeconds);
      out.write(bytes);
    }
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException when the file cannot be read, is no such file, or was trained on another
   *     task
   */
  public static TrainedModel read(Path file, String task) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      if (in.readInt() != MAGIC || !in.readUTF().equals(task)) {
        throw new IOException("not a model of this task");
      }
      String stage = in.readUTF();
      double validationBits = in.readDouble();
      double firstVoiceSeconds = in.readDouble();
      double trainSeconds = in.readDouble();
      return new TrainedModel(
          in.readAllBytes(), stage, validationBits, firstVoiceSeconds, trainSeconds);
    }
  }
}
