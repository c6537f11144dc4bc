package io.mynah.domain;

import java.time.Instant;

/**
 * A person who has a model.
 *
 * @param stage the stage of training that the current model file comes from
 * @param validationBits bits per character on the validation slice
 * @param trainedMessages how many of the person's messages it learned from, corrections included
 * @param preparation which preparation of texts it learned by; an earlier one masked fewer secrets
 */
public record VoiceRecord(
    PersonId person,
    String stage,
    double validationBits,
    int trainedMessages,
    Instant trainedAt,
    int preparation) {}
