package io.mynah.lm;

import java.time.Duration;
import java.util.List;

/**
 * The numbers that decide how a voice is learned and mixed, each with its reason; docs/voice.md has
 * the measurements. To try another value, change it in the {@code defaults()} of its record.
 *
 * <p>Model files do not contain them. What a loaded model needs ({@link Cache}, {@link Mixture},
 * {@link Verbatim}, {@link NGrams#plainDiscounts}) comes from the parameters that its format was
 * created with, and {@link Context} from the defaults. Immutable.
 */
public record VoiceParameters(
    Validation validation,
    BaseChoice base,
    Units units,
    Context context,
    NGrams ngrams,
    Cache cache,
    Mixture mixture,
    Verbatim verbatim,
    Timing timing,
    Lessons lessons,
    Network network,
    Averaging averaging,
    Sampling sampling) {

  /** The parameters that Mynah is run with. */
  public static VoiceParameters defaults() {
    return new VoiceParameters(
        Validation.defaults(),
        BaseChoice.defaults(),
        Units.defaults(),
        Context.defaults(),
        NGrams.defaults(),
        Cache.defaults(),
        Mixture.defaults(),
        Verbatim.defaults(),
        Timing.defaults(),
        Lessons.defaults(),
        Network.defaults(),
        Averaging.defaults(),
        Sampling.defaults());
  }

  /**
   * What is kept back from learning, to fit the mixture on and to judge models by.
   *
   * @param learned the share of the person's messages, the first ones, that is learned; not tuned
   * @param sample tokens to fit and judge on; a network takes a second or two for 4,000
   * @param firstSample the same for the first voice, which somebody waits for; 1,000 cost it 0.01
   *     bits per character and save a second
   */
  public record Validation(double learned, int sample, int firstSample) {
    static Validation defaults() {
      return new Validation(0.9, 4000, 1000);
    }
  }

  /**
   * How it is decided which base knows the person's language, and whether it does.
   *
   * @param text UTF-16 units of the person's text that tokenizers are compared on; not tuned
   * @param similar of several bases, those are compared whose tokenizers need at most this many
   *     times the best one's bits for the person's text, if all tokens were equally likely
   * @param compared most bases that are compared. Of a language that none knows, all tokenizers are
   *     alike, and each network takes a second
   * @param clearlyKnown tokens per UTF-16 unit of that text below which the base certainly knows
   *     the language, and its network is not asked. Of twenty messages of the base's language, 95
   *     of 100 have at most 0.34 (of Russian 0.40), of related languages at least 0.40
   * @param sample tokens to judge on; a network takes about a second for 500
   * @param order tokens of the longest n-gram of the model it is compared with; not tuned
   * @param fewMessages with fewer messages of the person, half of them are used to judge on, since
   *     the last tenth may be a few links; not tuned
   * @param known a base is used while its bits are at most this many times the n-gram model's. On
   *     held-out English and its dialects of the net the ratio is 1.0 to 1.4, on other languages of
   *     the script over 1.7. From some dozens of messages little can be learned, and another
   *     language of the script has 0.9 to 1.1; the base is useful there, too
   */
  public record BaseChoice(
      int text,
      double similar,
      int compared,
      double clearlyKnown,
      int sample,
      int order,
      int fewMessages,
      double known) {
    static BaseChoice defaults() {
      return new BaseChoice(4000, 1.2, 2, 0.4, 500, 4, 200, 1.6);
    }
  }

  /**
   * The units learned from the person where there is no base to take them from.
   *
   * @param textPerPiece UTF-16 units of text for each piece, since from a short text fewer pieces
   *     are learned better; not tuned
   * @param fewest tokens, the 256 bytes included; not tuned
   * @param most tokens; not tuned
   */
  public record Units(int textPerPiece, int fewest, int most) {
    static Units defaults() {
      return new Units(200, 512, 2000);
    }
  }

  /**
   * What of a conversation stands before one of the person's messages, when learning and when
   * speaking.
   *
   * @param messages of others, the last ones; not tuned
   * @param longest tokens of somebody else's message, the last ones, since they are what is
   *     answered; not tuned
   */
  public record Context(int messages, int longest) {
    static Context defaults() {
      return new Context(8, 48);
    }
  }

  /**
   * The n-gram models of the person and of the whole chat.
   *
   * @param order tokens of the longest n-gram of the person's messages; not tuned
   * @param chatOrder the same for the chat, of which there is more; not tuned
   * @param chatText UTF-16 units of the chat that are counted, the last ones; limits time and
   *     memory
   * @param correctionCopies how many real messages a correction counts for; not tuned
   * @param plainDiscounts the Kneser–Ney discounts of n-grams seen once, twice, and more often,
   *     where the text is too small to estimate them; not tuned
   */
  public record NGrams(
      int order, int chatOrder, long chatText, int correctionCopies, List<Double> plainDiscounts) {
    /**
     * @throws IllegalArgumentException when there are not three discounts
     */
    public NGrams {
      plainDiscounts = List.copyOf(plainDiscounts);
      if (plainDiscounts.size() != 3) {
        throw new IllegalArgumentException(plainDiscounts.size() + " discounts");
      }
    }

    static NGrams defaults() {
      return new NGrams(6, 4, 5_000_000, 3, List.of(0.6, 1.0, 1.4));
    }
  }

  /**
   * The cache of what was said lately.
   *
   * @param longest tokens of the longest context; 3 with a half-life of 100 took 0.2 % fewer bits
   *     than 2 with 300. It decides how many exponents a model file has: files of another value
   *     cannot be read
   * @param halfLife tokens after which a count has halved; 200 took 0.3 % more bits
   * @param remembered tokens, the last ones; older ones would count less than a thousandth
   * @param priors for each length of the context, from 0, the weight of the prior in tokens; not
   *     tuned
   * @param largestGain the largest logarithm of a factor, so that what is nearly impossible stays
   *     unlikely; not tuned
   */
  public record Cache(
      int longest, int halfLife, int remembered, List<Double> priors, float largestGain) {
    /**
     * @throws IllegalArgumentException when there is not one prior for each length of the context
     */
    public Cache {
      priors = List.copyOf(priors);
      if (priors.size() != longest + 1) {
        throw new IllegalArgumentException(priors.size() + " priors");
      }
    }

    static Cache defaults() {
      return new Cache(3, 100, 1000, List.of(30.0, 3.0, 1.0, 1.0), 8);
    }
  }

  /**
   * The exponents of the mixture.
   *
   * @param prior the weight of the prior when exponents are fitted, in observations for each set;
   *     not tuned
   * @param rate the step of the exponents after each of the person's messages in a conversation;
   *     5e-4 gained nothing more, larger ones did harm
   * @param endPrior the standard deviation of the shift of an end's log-odds before any data: a
   *     factor of 1.35 for the odds, up or down; not tuned
   * @param accent the part of the whole chat's exponent that moves to the person's model for
   *     speaking; of 0.15, 0.3 and 0.4, messages with the largest were attributed to the person
   *     most often
   */
  public record Mixture(double prior, double rate, double endPrior, double accent) {
    static Mixture defaults() {
      return new Mixture(6, 2e-4, 0.3, 0.4);
    }
  }

  /**
   * What counts as a copy of a learned message.
   *
   * @param stretch tokens of a passage that must not be repeated; eight or nine words. Not tuned
   * @param every distance in tokens of the passages that are remembered; 4 keeps a quarter of the
   *     hashes, and a copy is found if it is so much longer
   * @param stockPhrase occurrences from which a message is a stock phrase, and no secret. With 5, a
   *     voice says 3 of 100 messages of four words or more that are such phrases; its person 1
   */
  public record Verbatim(int stretch, int every, int stockPhrase) {
    static Verbatim defaults() {
      return new Verbatim(12, 4, 20);
    }
  }

  /**
   * What counts as a series of messages and as an answer when a person's timing is learned.
   *
   * @param longestGap between two messages of a burst; not tuned
   * @param longestDelay from somebody's message to the answer; after more (a night, a day at work)
   *     it is no answer
   * @param longestBurst messages; longer bursts count as this long. Not tuned
   * @param longestMessage tokens; longer messages count as this long. Not tuned
   */
  public record Timing(
      Duration longestGap, Duration longestDelay, int longestBurst, int longestMessage) {
    static Timing defaults() {
      return new Timing(Duration.ofMinutes(3), Duration.ofHours(2), 12, 64);
    }
  }

  /**
   * What a network is taught, and how long.
   *
   * @param learning the share of the budget for learning, with judging after each epoch; the rest
   *     is for judging and writing at the end
   * @param chat the largest share of that for the whole chat, where there is a base; 0.4 gained
   *     nothing
   * @param chatTokens most tokens of the chat, the last ones; more cannot be read in a minute or
   *     two
   * @param judgedTokens most tokens that an epoch is judged by; not tuned
   * @param others the weight of others' tokens in the loss when the person is learned; not tuned
   * @param passes how often the person's messages come in an epoch: once after what others said,
   *     else as if nobody else had spoken. Half with others' messages, instead of a third, gained
   *     nothing
   * @param block how many of the person's messages in a row come with others', or without; not
   *     tuned
   */
  public record Lessons(
      double learning,
      double chat,
      int chatTokens,
      int judgedTokens,
      float others,
      int passes,
      int block) {
    static Lessons defaults() {
      return new Lessons(0.9, 0.25, 1_500_000, 12_000, 0.3f, 2, 24);
    }
  }

  /**
   * How messages are drawn, and one is chosen of several. Chosen by blind readers, see
   * docs/voice.md.
   *
   * @param message how a message is chosen that answers nothing
   * @param answer how an answer is chosen where none of the person's short ones is said
   * @param shortAnswer which of the person's short messages answers
   * @param shortContinuation which of them continues what was just said
   */
  public record Sampling(
      Preference message, Preference answer, Retrieval shortAnswer, Retrieval shortContinuation) {
    static Sampling defaults() {
      return new Sampling(
          new Preference(
              0.7,
              0.5,
              new Drawing(
                  4,
                  List.of(3, 6, 9, 12),
                  0.25,
                  false,
                  true,
                  new Limits(18, 4),
                  new ShortLengths(3, 2, 8)),
              new Score(1, 0, 0, 2, 0)),
          new Preference(
              0.5,
              1,
              new Drawing(2, List.of(1), 0.8, true, false, Limits.NONE, ShortLengths.LIKE_OTHERS),
              new Score(0.5, 0.16, 0.73, 0.15, 0.25)),
          new Retrieval(20, 0.75, 0.7, 3, 0.15, 0.1, 0.15),
          new Retrieval(20, 0.75, 0.7, 3, 0.15, 0.1, 0.15));
    }
  }

  /**
   * Which of a person's short messages is said. The score of one is how much likelier the networks
   * find its first token after what was said than on average ({@link Openings}), plus likelihood ·
   * ln P by the person's network, plus frequency · ln(how often it came in this role), plus noise.
   *
   * @param fewest different ones, below which messages are drawn instead
   * @param width how many beginnings are followed at once, for each candidate of the setting
   * @param margin once there are as many messages as are needed, beginnings whose scores are so
   *     much lower are given up, in nats
   * @param largestGain the most that the first token counts, in nats: a name that was just said is
   *     a thousand times as likely
   * @param likelihood the weight of ln P of the whole message, with its end; with more, half of the
   *     answers were the same two
   * @param frequency the weight of how often it came, so that what was taught comes, too
   * @param noise the scale of the noise, in nats, so that the same is not always answered
   */
  public record Retrieval(
      int fewest,
      double width,
      double margin,
      double largestGain,
      double likelihood,
      double frequency,
      double noise) {}

  /**
   * The conversations over which {@link Openings} are averaged. Answers over 104 instead of 48 were
   * no better.
   *
   * @param conversations of the chat, for each role
   * @param turns of the longest one; not tuned
   * @param written messages to be answered that the base writes; without them, three in a hundred
   *     answers more were broken
   * @param longest tokens of such a message; not tuned
   */
  public record Averaging(int conversations, int turns, int written, int longest) {
    static Averaging defaults() {
      return new Averaging(32, 12, 32, 24);
    }
  }

  /**
   * Which of several messages is said: of those compared, the one with the greatest score.
   *
   * @param temperature divides the logits before sampling where the owner's setting is 1; at 1,
   *     readers found half of the messages broken
   * @param endOdds multiplies the odds that a message ends. Its calibration is for the person's own
   *     text; what is drawn at a low temperature is plainer, so that it would end too soon
   * @param drawing which messages are drawn and compared
   * @param score of a message
   */
  public record Preference(double temperature, double endOdds, Drawing drawing, Score score) {}

  /**
   * Which messages are drawn to choose from.
   *
   * @param begun how many are begun for each candidate of the setting
   * @param halvings numbers of tokens; once messages have so many, the half with the lower scores
   *     so far (without relevance and brevity) is given up, so that time goes to those that begin
   *     well. The first one stays, since it decides the form
   * @param compared the share of the candidates of the setting that is compared; with half of it,
   *     readers found fewer messages natural
   * @param shortest whether these are the shortest ones, since long answers rarely fit; otherwise
   *     those nearest in length to the first one, so that messages are as long as the model would
   *     make them
   * @param sameOpening whether all begin with one token, which is drawn at the owner's temperature,
   *     so that messages begin as differently as the person's. Otherwise the surest beginnings come
   *     again and again: of 120 messages of one voice, 50 % were distinct, with it 93 %
   * @param limits of a message that may be said
   * @param shortLengths how the shortest messages come
   */
  public record Drawing(
      int begun,
      List<Integer> halvings,
      double compared,
      boolean shortest,
      boolean sameOpening,
      Limits limits,
      ShortLengths shortLengths) {
    /** One for each candidate of the setting; all are finished and compared. */
    public static final Drawing ALL =
        new Drawing(1, List.of(), 1, false, false, Limits.NONE, ShortLengths.LIKE_OTHERS);

    public Drawing {
      halvings = List.copyOf(halvings);
    }

    /** The same with other limits. */
    public Drawing within(Limits other) {
      return new Drawing(begun, halvings, compared, shortest, sameOpening, other, shortLengths);
    }
  }

  /**
   * Of which messages one is said.
   *
   * @param mostNats −ln P of a message with its end, at most, where no long ones are wanted; at a
   *     setting above 1, as many times more. A word that comes again counts as its frequency. Of
   *     each of three people, readers found 9 in 10 natural of those that have 12 to 16 nats, 7 of
   *     20 to 24, 5 or 6 of 24 to 32, and 3 or fewer of more. Not tried for answers
   * @param leastContent how much the words of a message tell, at least ({@link
   *     WordFrequencies#informationContent}); in a small chat, as much as a seldom word. Not where
   *     short messages are wanted. Of one chat's messages that tell up to 4 nats, readers found an
   *     interest of 0.3, of those that tell 4 to 6 one of 0.8, and of more 1.2
   */
  public record Limits(double mostNats, double leastContent) {
    /** Any message may be said. */
    public static final Limits NONE = new Limits(Double.POSITIVE_INFINITY, 0);
  }

  /**
   * How the shortest messages come.
   *
   * @param tokens of the longest one; such a message is not said where a longer one is wanted. The
   *     first message is said as it was drawn; at the owner's temperature, where the person's
   *     lengths are known. Of short ones a model is surest of one or two stock phrases, which would
   *     be chosen again and again
   * @param redraws how often a length of so few tokens is drawn again, since one word that answers
   *     nothing tells readers nothing
   * @param ownDrawn how many of the person's own short messages are drawn for one that is said, the
   *     one whose words tell most ({@link WordFrequencies#informationContent}). Of those of two and
   *     three words, readers gave the quarter that tells most an interest of 1.1 to 1.3, the
   *     quarter that tells least 0.1 to 0.7, and as much sense
   */
  public record ShortLengths(int tokens, int redraws, int ownDrawn) {
    /** As all others do. */
    public static final ShortLengths LIKE_OTHERS = new ShortLengths(0, 0, 1);
  }

  /**
   * The score of a message of n tokens and w words in a context, both with the end: (fluency · ln
   * P(message | context) + content · how much the words tell) / w + relevance · (ln P(message |
   * context) − ln P(message | the context before what it answers)) + opening · (the same of its
   * first token) − brevity · ln n.
   *
   * <p>The weights of answers began as a regression, over 742 answers of one person to real
   * contexts, of what readers gave for sense and nearly twice what they gave for interest. Fluency
   * was none there: of another person's answers, readers found 10 % natural then. Content is small
   * for them: with 1, they are natural in 20, 40 and 22 %, of three people, and with this in 33, 58
   * and 33 %.
   *
   * @param fluency the weight of what the model is sure of
   * @param relevance the weight of what fits better after what it answers than without that (Li et
   *     al., A diversity-promoting objective function for neural conversation models, NAACL 2016);
   *     against no context at all, a word that was said once would come again and again
   * @param opening the same of the first token: whether a message answers shows in how it begins
   * @param content the weight of what the words tell ({@link WordFrequencies#informationContent}),
   *     since what a model is surest of is an empty phrase
   * @param brevity the weight of shortness
   */
  public record Score(
      double fluency, double relevance, double opening, double content, double brevity) {}

  /**
   * The networks of a person. The values suit about 15,000 messages (some 160,000 tokens over 2,000
   * to 4,000) and three minutes on two cores.
   *
   * @param fromNothing an LSTM without a base: small, and much dropout, since there is little text
   * @param fromBase an LSTM that goes on from a base, which decides its shape: 32 lanes instead of
   *     16, at 1.5e-3 instead of 1e-3, took 1.2 % fewer bits; 64 at 2.5e-3 took fewer still for one
   *     person, and as many for another
   * @param transformer a transformer. From a base, adapters are trained, of all layers if it is not
   *     large ({@link TransformerConfig#forBase}); without one, the weights. Rank 64 takes as many
   *     bits and makes a file of more than 12 MB; a rate of 2e-3 with a dropout of 0.1 took 2.6 %
   *     more, and so did 8e-3
   * @param shape of a transformer without a base; not tuned
   */
  public record Network(
      RecurrentConfig fromNothing,
      RecurrentConfig fromBase,
      TransformerConfig transformer,
      Shape shape) {
    static Network defaults() {
      return new Network(
          new RecurrentConfig(
              256, 1, 16, 48, 4e-3, 40, 0.05, 0.99, 0.02, 1.0, 0.4, 0.3, 16, 4, true),
          new RecurrentConfig(
              512, 1, 64, 48, 2.5e-3, 40, 0.05, 0.99, 0.02, 1.0, 0.25, 0, 8, 6, true),
          new TransformerConfig(
              8,
              160,
              false,
              40,
              TransformerConfig.ALL_LAYERS,
              4e-3,
              40,
              0.05,
              0.9,
              0.99,
              0.05,
              1,
              0.05,
              0,
              1,
              8,
              6,
              Duration.ofSeconds(20),
              Duration.ofMinutes(1)),
          new Shape(192, 4, 3, 1, 512));
    }
  }

  /**
   * The shape of a small transformer.
   *
   * @param width features of a token between the layers
   * @param layers how many layers
   * @param heads heads of queries
   * @param keyHeads heads of keys and values
   * @param inner features within the feed-forward part
   */
  public record Shape(int width, int layers, int heads, int keyHeads, int inner) {}
}
