package io.mynah.lm.evaluation;

/**
 * How good a person's model is, on messages that it did not learn from.
 *
 * @param person as the export identifies them
 * @param trainMessages of the person's own, in the learning set
 * @param heldOutMessages that were scored
 * @param heldOutCharacters of these, in Unicode code points without ends
 * @param bitsPerCharacterAlone with only the person's own earlier messages as context; a character
 *     more is counted for each message's end
 * @param bitsPerCharacterInConversation with what others really wrote before as well
 * @param firstVoiceSeconds until the first model of either of the two busiest people was there,
 *     both asked for at once; not a number when it was not measured
 * @param trainSeconds from the parsed corpus to the model's bytes
 * @param stage of the model that was scored
 * @param validationBits bits per character that the training reported for it
 * @param modelBytes its size as written
 * @param generatedMessages drawn without context
 * @param copiedShare of the generated messages of four or more words, those that stand verbatim
 *     among the person's own that were learned; 0 when there are none
 * @param copiedShareHeldOut the same of the real messages
 * @param distinctShare of the generated messages, different ones
 * @param distinctShareHeldOut the same of as many real messages
 * @param meanLength of the generated messages, in code points
 * @param meanLengthHeldOut the same of the real messages
 * @param generateMillisMedian to draw one message
 * @param generateMillis99 the 99th percentile of that
 */
public record EvaluationReport(
    String person,
    int trainMessages,
    int heldOutMessages,
    int heldOutCharacters,
    double bitsPerCharacterAlone,
    double bitsPerCharacterInConversation,
    double firstVoiceSeconds,
    double trainSeconds,
    String stage,
    double validationBits,
    long modelBytes,
    int generatedMessages,
    double copiedShare,
    double copiedShareHeldOut,
    double distinctShare,
    double distinctShareHeldOut,
    double meanLength,
    double meanLengthHeldOut,
    double generateMillisMedian,
    double generateMillis99) {}
