package io.mynah.lm.evaluation;

import io.mynah.lm.ModelFormat;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.training.Candidate;
import io.mynah.lm.training.TooLittleText;
import io.mynah.lm.training.VoiceTraining;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Keeps the bytes of the last model of a training that was no worse. For one thread. */
final class LastModel {
  private final ModelFormat format;
  private byte[] bytes = {};
  private String stage = "";
  private double validationBits = Double.NaN;

  LastModel(ModelFormat format) {
    this.format = format;
  }

  /** Takes all models of a training. */
  void takeFrom(VoiceTraining training, Evaluation.Watcher watcher)
      throws TrainingCancelled, TooLittleText, IOException {
    for (var made = training.next(); made.isPresent(); made = training.next()) {
      if (made.get().noWorse()) {
        take(made.get());
        watcher.improved(stage, validationBits);
      }
    }
  }

  private void take(Candidate made) throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(written)) {
      format.write(made.model(), out);
    }
    bytes = written.toByteArray();
    stage = made.stage();
    validationBits = made.validationBits();
  }

  /** The model in the form that its format writes. */
  byte[] bytes() {
    return bytes;
  }

  String stage() {
    return stage;
  }

  double validationBits() {
    return validationBits;
  }
}
