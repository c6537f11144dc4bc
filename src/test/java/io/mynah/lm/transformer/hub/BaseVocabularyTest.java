package io.mynah.lm.transformer.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import io.mynah.lm.PretrainedBase;
import io.mynah.lm.State;
import io.mynah.lm.TokenModel;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.TransformerModel;
import io.mynah.lm.transformer.TransformerWeights;
import io.mynah.text.ControlTokens;
import io.mynah.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaseVocabularyTest {
  private static final String TEXT = "the cat said hello, über 12 🐈";

  /** A row has so few numbers that rounding to 8 bits moves none by more. */
  private static final float ROUNDING = 0.006f;

  @TempDir private Path folder;

  private ModelFolder model(boolean tied, int end) throws IOException {
    return new ModelFolder(PublishedModel.write(folder, PublishedModel.texts(), tied, end));
  }

  private static float[] nextAfter(TokenModel model, int[] tokens) {
    State state = model.start();
    state.advance(tokens);
    float[] found = new float[model.vocabulary()];
    state.logProbabilities(found);
    return found;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void piecesAreAsProbableAsTheyWereAmongPieces(boolean tied) throws IOException {
    ModelFolder model = model(tied, PublishedModel.END_OF_TEXT);
    Tokenizer before = model.tokenizer().tokenizer();
    PretrainedBase base = model.base();
    float[] expected = nextAfter(model.model(), before.encode(TEXT));
    float[] found = nextAfter(base.network(), base.tokenizer().encode(TEXT));
    int moved = ControlTokens.COUNT - PublishedModel.SPECIAL;
    float shift = found[ControlTokens.COUNT] - expected[PublishedModel.SPECIAL];
    assertThat(found.length)
        .isEqualTo(expected.length - PublishedModel.SPARE + moved)
        .isEqualTo(base.tokenizer().size());
    for (int id = ControlTokens.COUNT; id < found.length; id++) {
      assertThat(found[id]).isCloseTo(expected[id - moved] + shift, within(1e-4f));
    }
  }

  @Test
  void textsBecomeTheSamePiecesUnderOtherIds() throws IOException {
    ModelFolder model = model(true, PublishedModel.END_OF_TEXT);
    Tokenizer before = model.tokenizer().tokenizer();
    Tokenizer after = model.base().tokenizer();
    int[] tokens = after.encode(TEXT);
    assertThat(tokens)
        .isEqualTo(
            Arrays.stream(before.encode(TEXT))
                .map(id -> id + ControlTokens.COUNT - PublishedModel.SPECIAL)
                .toArray());
    assertThat(tokens.length).isLessThan(TEXT.length());
    assertThat(after.decode(tokens, 0, tokens.length)).isEqualTo(TEXT);
    for (int token = 0; token < ControlTokens.COUNT; token++) {
      assertThat(after.bytes(token)).isEmpty();
    }
  }

  /** Looks whether a row is the mean of some of the model's. */
  private void assertMean(ModelFolder model, int token, int... ids) throws IOException {
    TransformerWeights before = model.weights();
    TransformerWeights after = ((TransformerModel) model.base().network()).weights();
    ParameterLayout from = new ParameterLayout(before.shape());
    ParameterLayout to = new ParameterLayout(after.shape());
    int width = before.shape().width();
    for (int i = 0; i < width; i++) {
      for (boolean softmax : new boolean[] {false, true}) {
        int first = (softmax ? from.softmax() : from.embedding()).at() + i;
        double mean =
            Arrays.stream(ids)
                .mapToDouble(id -> before.flat()[first + id * width])
                .average()
                .orElseThrow();
        int at = (softmax ? to.softmax() : to.embedding()).at();
        assertThat(after.flat()[at + token * width + i]).isCloseTo((float) mean, within(ROUNDING));
      }
    }
  }

  private static int[] with(int first, int... others) {
    return IntStream.concat(IntStream.of(first), Arrays.stream(others)).toArray();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void inAModelOfConversationsTurnsGiveTheControlTokens(boolean tied) throws IOException {
    ModelFolder model = model(tied, PublishedModel.END_OF_TURN);
    Tokenizer pieces = model.tokenizer().tokenizer();
    assertMean(model, ControlTokens.END, PublishedModel.END_OF_TURN);
    int begin = PublishedModel.BEGIN_OF_TURN;
    assertMean(model, ControlTokens.OWN, with(begin, pieces.encode("assistant")));
    assertMean(model, ControlTokens.OTHER, with(begin, pieces.encode("user")));
    assertMean(model, ControlTokens.GAP, PublishedModel.END_OF_TEXT);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void inAnotherModelLinesGiveThem(boolean tied) throws IOException {
    ModelFolder model = model(tied, PublishedModel.END_OF_TEXT);
    Tokenizer pieces = model.tokenizer().tokenizer();
    int line = pieces.encode("\n")[0];
    assertMean(model, ControlTokens.END, PublishedModel.END_OF_TEXT, line);
    assertMean(model, ControlTokens.OWN, line, pieces.encode("A")[0]);
    assertMean(model, ControlTokens.OTHER, line, pieces.encode("B")[0]);
  }

  @Test
  void noTwoControlTokensAreAlike() throws IOException {
    for (int end : new int[] {PublishedModel.END_OF_TEXT, PublishedModel.END_OF_TURN}) {
      PublishedTokenizer published = model(true, end).tokenizer();
      for (List<Integer> first : List.of(List.<Integer>of(), List.of(end))) {
        assertThat(BaseVocabulary.of(published, first, List.of(end)).control())
            .doesNotHaveDuplicates();
        assertThat(BaseVocabulary.of(published, first, List.of()).control())
            .doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void whereTheEndOfTextIsAlsoItsBeginningAGapIsTheMeanOfAllPieces() throws IOException {
    ModelFolder model = model(true, PublishedModel.END_OF_TEXT);
    Tokenizer tokenizer = model.tokenizer().tokenizer();
    int[] pieces =
        IntStream.range(0, tokenizer.size()).filter(id -> tokenizer.bytes(id).length > 0).toArray();
    assertMean(model, ControlTokens.GAP, pieces);
  }

  @Test
  void theTokenizerOfAnotherModelIsRefused() throws IOException {
    ModelFolder model = model(true, PublishedModel.END_OF_TEXT);
    Files.writeString(folder.resolve("tokenizer.json"), TinyLlama.tokenizer().toString());
    assertThatIOException()
        .isThrownBy(model::base)
        .withMessageContaining("The tokenizer has 260 tokens and the model");
  }

  @Test
  void aSpecialTokenThatTheModelLacksIsRefused() throws IOException {
    ModelFolder model = model(true, 5000);
    assertThatIOException()
        .isThrownBy(model::base)
        .withMessageStartingWith("eos_token_id in config.json is 5000");
  }
}
