package io.mynah.lm.training;

import io.mynah.lm.LanguageModel;
import org.jspecify.annotations.Nullable;

/**
 * A complete model that a training made and judged.
 *
 * @param model valid until the training is asked for the next one or closed; not to be closed
 * @param stage {@link VoiceTrainer#N_GRAM} or {@link VoiceTrainer#NEURAL}
 * @param validationBits bits per character on the validation slice
 * @param provisional whether these are of a smaller sample than those of later candidates, and so
 *     not comparable with them; the first candidate's are
 * @param noWorse whether it is no worse than all comparable ones before it; others are for
 *     information alone
 * @param sample a message that it generated, if it did
 */
public record Candidate(
    LanguageModel model,
    String stage,
    double validationBits,
    boolean provisional,
    boolean noWorse,
    @Nullable String sample) {}
