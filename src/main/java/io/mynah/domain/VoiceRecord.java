package io.mynah.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The record of a person's model.
 *
 * @param stage the stage of training that the current model file comes from
 * @param validationBits bits per character on the validation slice
 * @param trainedMessages how many of the person's messages it was trained on, including corrections
 * @param preparation the version of text preparation it was trained with; earlier ones mask fewer
 *     secrets
 * @param base that it speaks on; null if there is none, or it is not known
 */
public record VoiceRecord(
    PersonId person,
    String stage,
    double validationBits,
    int trainedMessages,
    Instant trainedAt,
    int preparation,
    @Nullable VoiceBase base) {}
