package io.mynah.training;

import io.mynah.lm.evaluation.VoiceExaminer;
import io.mynah.lm.training.VoiceTrainer;
import io.mynah.models.ModelLibrary;
import io.mynah.store.conversation.Corrections;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.jobs.Jobs;
import io.mynah.store.jobs.ReportCards;
import io.mynah.store.jobs.VoiceRecords;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The services and settings that every training run uses. All of them are thread-safe. */
record TrainingContext(
    Jobs jobs,
    Corpora corpora,
    Corrections corrections,
    VoiceRecords voiceRecords,
    ReportCards cards,
    ModelLibrary models,
    VoiceTrainer trainer,
    @Nullable VoiceExaminer examiner,
    TrainingConfig config,
    Checkpoints checkpoints,
    ListenerNotifier notifier,
    Clock clock) {}
