package io.mynah.training;

import io.mynah.lm.evaluation.VoiceExaminer;
import io.mynah.lm.training.VoiceTrainer;
import io.mynah.models.ModelLibrary;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The services and settings that every training run uses. All of them are thread-safe. */
record TrainingContext(
    TrainingStores stores,
    ModelLibrary models,
    VoiceTrainer trainer,
    BaseNames bases,
    @Nullable VoiceExaminer examiner,
    TrainingConfig config,
    Checkpoints checkpoints,
    ListenerNotifier notifier,
    Clock clock) {}
