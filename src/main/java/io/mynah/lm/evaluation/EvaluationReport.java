package io.mynah.lm.evaluation;

/**
 * The results of evaluating a person's model on messages that it did not learn from.
 *
 * @param person as the export identifies them
 * @param trainMessages of the person's own, in the learning set
 * @param heldOutMessages that were scored
 * @param heldOutCharacters of these, in Unicode code points without ends
 * @param bitsPerCharacterAlone with only the person's own earlier messages as context; each
 *     message's end counts as one more character
 * @param bitsPerCharacterInConversation with what others really wrote before as well
 * @param firstVoiceSeconds until there was a first model of either of the two busiest people, both
 *     trained at once; not a number when not measured
 * @param trainSeconds from the parsed corpus to the model's bytes
 * @param stage of the model that was scored
 * @param validationBits bits per character that the training reported for it
 * @param modelBytes its size as written
 * @param generatedMessages drawn without context
 * @param copiedShare share of the generated messages of four or more words that occur verbatim
 *     among the person's own learned ones; 0 when there are none
 * @param copiedShareHeldOut the same for the real messages
 * @param distinctShare share of different messages among the generated ones
 * @param distinctShareHeldOut the same for as many real messages
 * @param meanLength of the generated messages, in code points
 * @param meanLengthHeldOut the same for the real messages
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
