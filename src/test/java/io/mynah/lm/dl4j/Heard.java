package io.mynah.lm.dl4j;

import io.mynah.lm.NeuralLearner;
import io.mynah.lm.TokenModel;
import io.mynah.lm.recurrent.RecurrentModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** An observer that keeps what it hears, and cancels when it is told to. */
class Heard implements NeuralLearner.Observer {
  final List<RecurrentModel> models = new ArrayList<>();
  final List<Double> nats = new ArrayList<>();
  final List<Double> fractions = new ArrayList<>();
  private final BooleanSupplier cancelled;

  Heard() {
    this(() -> false);
  }

  Heard(BooleanSupplier cancelled) {
    this.cancelled = cancelled;
  }

  @Override
  public boolean cancelled() {
    return cancelled.getAsBoolean();
  }

  @Override
  public void progress(double fraction, Duration remaining) {
    fractions.add(fraction);
  }

  @Override
  public void epoch(TokenModel model, double validationNats) {
    models.add((RecurrentModel) model);
    nats.add(validationNats);
  }

  RecurrentModel last() {
    return models.get(models.size() - 1);
  }

  double lastNats() {
    return nats.get(nats.size() - 1);
  }
}
