package io.mynah.lm.sampling;

/**
 * How a message is chosen among several that are drawn for it. Of the candidates, those whose
 * length is nearest to the first one's are compared, and only those with emoji if it has any, so
 * that messages stay in form as the model would make them; the one with the greatest score is
 * chosen. The score is (ln P(message | context) − relevance · ln P(message) − specificity · Σ ln
 * P(token)) / tokens. Its first part prefers what the model is sure of, its second what fits this
 * context better than any other (Li et al., A diversity-promoting objective function for neural
 * conversation models, NAACL 2016), its third what is said in seldom words: what a model is surest
 * of is an empty phrase.
 *
 * @param drawn how many candidates are drawn, at least 1
 * @param compared how many of them are compared, at least 1
 * @param relevance from 0 to 1; without a context it does not apply
 * @param specificity from 0 to 1
 */
public record CandidateRule(int drawn, int compared, double relevance, double specificity) {
  /** The first message that is drawn is chosen. */
  public static final CandidateRule FIRST = new CandidateRule(1, 1, 0, 0);
}
