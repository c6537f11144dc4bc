package io.mynah.lm.evaluation;

import io.mynah.lm.LanguageModel;
import io.mynah.lm.ModelFormat;
import io.mynah.lm.TrainingMonitor;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Keeps the bytes of the last model that a training published. For one thread. */
final class LastModel implements TrainingMonitor {
  private final ModelFormat format;
  private final TrainingMonitor watcher;
  private byte[] bytes = {};
  private String stage = "";
  private double validationBits = Double.NaN;

  LastModel(ModelFormat format, TrainingMonitor watcher) {
    this.format = format;
    this.watcher = watcher;
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

  @Override
  public boolean cancelled() {
    return watcher.cancelled();
  }

  @Override
  public void progress(double fraction, Duration remaining) {
    watcher.progress(fraction, remaining);
  }

  @Override
  public void sample(String text) {
    watcher.sample(text);
  }

  @Override
  public void improved(LanguageModel model, String newStage, double newBits) {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(written)) {
      format.write(model, out);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a model to memory", e);
    }
    bytes = written.toByteArray();
    stage = newStage;
    validationBits = newBits;
    watcher.improved(model, newStage, newBits);
  }
}
