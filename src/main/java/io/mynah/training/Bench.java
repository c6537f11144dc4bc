package io.mynah.training;

import io.mynah.lm.VoiceExaminer;
import io.mynah.lm.VoiceTrainer;
import io.mynah.models.ModelLibrary;
import io.mynah.store.Corpora;
import io.mynah.store.Corrections;
import io.mynah.store.Jobs;
import io.mynah.store.Personas;
import io.mynah.store.ReportCards;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** What every run works with. All of it is thread-safe. */
record Bench(
    Jobs jobs,
    Corpora corpora,
    Corrections corrections,
    Personas personas,
    ReportCards cards,
    ModelLibrary models,
    VoiceTrainer trainer,
    @Nullable VoiceExaminer examiner,
    TrainingConfig config,
    Checkpoints checkpoints,
    Announcer announcer,
    Clock clock) {}
