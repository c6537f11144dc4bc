package io.mynah.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.lm.ngram.NGramModel;
import io.mynah.lm.training.Conversations;
import io.mynah.lm.training.Pretrainer;
import io.mynah.lm.training.TrainingData;
import io.mynah.text.Tokenizer;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainedBaseTest {
  private static final List<Turn> CHAT = Chats.ofTwo(80, 1);

  @TempDir Path folder;
  private final TinyLearner learner = new TinyLearner();
  private int learned;

  private PretrainedBase learned(List<String> turns) throws Exception {
    List<PretrainedBase> heard = new ArrayList<>();
    List<List<String>> conversations = new ArrayList<>();
    for (int i = 0; i < turns.size(); i += 4) {
      conversations.add(turns.subList(i, Math.min(turns.size(), i + 4)));
    }
    new Pretrainer(learner, 600)
        .learn(
            Conversations.split(conversations),
            Training.AMPLE,
            1,
            folder.resolve("base" + ++learned),
            () -> false,
            new Pretrainer.Listener() {
              @Override
              public void progress(double fraction, Duration remaining) {}

              @Override
              public void improved(PretrainedBase base, double nats) {
                heard.add(base);
              }
            });
    learner.calls.clear();
    return heard.get(heard.size() - 1);
  }

  private Training trained(PretrainedBase base) throws Exception {
    return trained(List.of(BaseSource.of(base)));
  }

  private Training trained(List<BaseSource> bases) throws Exception {
    Training training = new Training(learner);
    training.hear(
        Training.trainer(learner, bases)
            .begin(
                TrainingData.of(Chats.BELLA, CHAT),
                Training.AMPLE,
                1,
                new CheckpointFolder(folder.resolve("person")),
                training));
    return training;
  }

  private static List<String> english() {
    return Chats.ofTwo(200, 1).stream().map(Turn::text).toList();
  }

  @Test
  void aTrainingGoesOnFromABaseThatKnowsTheLanguage() throws Exception {
    PretrainedBase base = learned(english());
    Training training = trained(base);
    assertThat(learner.calls).hasSize(2);
    assertThat(learner.calls.get(0).initial()).as("the chat is first").isSameAs(base.network());
    assertThat(learner.calls.get(1).initial())
        .as("then the person, from what the chat has taught")
        .isNotNull()
        .isNotSameAs(base.network());
    assertThat(training.voice().vocabulary()).isEqualTo(base.tokenizer().size());
  }

  private static List<String> russian() {
    SplittableRandom random = new SplittableRandom(1);
    List<String> words = List.of("привет", "как", "дела", "хорошо", "потом", "кошка", "чай");
    List<String> russian = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      russian.add(words.get(random.nextInt(7)) + " " + words.get(random.nextInt(7)));
    }
    return russian;
  }

  @Test
  void ofSeveralBasesTheOneThatKnowsTheLanguageIsUsedAndTheOthersAreNotRead() throws Exception {
    PretrainedBase english = learned(english());
    BaseSource unread =
        new BaseSource(
            learned(russian()).tokenizer(),
            () -> {
              throw new AssertionError("read");
            });
    trained(List.of(unread, BaseSource.of(english)));
    assertThat(learner.calls.get(0).initial()).isSameAs(english.network());
  }

  @Test
  void ofBasesWithSimilarTokenizersTheOneThatPredictsThePersonBestIsUsed() throws Exception {
    PretrainedBase worse = learned(english());
    Tokenizer tokenizer = worse.tokenizer();
    VoiceParameters parameters = VoiceParameters.defaults();
    int[] messages =
        new EncodedMessages(new ConversationEncoder(tokenizer, Chats.BELLA, parameters.context()))
            .own(CHAT);
    NGramModel better = NGramModel.learn(tokenizer.size(), false, messages, 4, parameters.ngrams());
    List<BaseSource> bases =
        List.of(BaseSource.of(worse), BaseSource.of(new PretrainedBase(tokenizer, better)));
    trained(bases);
    assertThat(learner.calls.get(0).initial()).isSameAs(better);
    learner.calls.clear();
    trained(List.of(bases.get(1), bases.get(0)));
    assertThat(learner.calls.get(0).initial()).isSameAs(better);
  }

  @Test
  void aBaseOfAnotherLanguageIsLeftAlone() throws Exception {
    PretrainedBase base = learned(russian());
    Training training = trained(base);
    assertThat(learner.calls).hasSize(1);
    assertThat(learner.calls.get(0).initial()).isNull();
    assertThat(training.voice().vocabulary()).isNotEqualTo(base.tokenizer().size());
  }

  @Test
  void isReadAsItWasWritten() throws Exception {
    PretrainedBase base = learned(english());
    PretrainedBase read =
        PretrainedBase.read(learner, new DataInputStream(new ByteArrayInputStream(written(base))));
    assertThat(read.tokenizer().encode("the cat wants tea"))
        .isEqualTo(base.tokenizer().encode("the cat wants tea"));
    float[] before = new float[base.network().vocabulary()];
    float[] after = before.clone();
    base.network().start().probabilities(before);
    read.network().start().probabilities(after);
    assertThat(after).isEqualTo(before);
  }

  @Test
  void damagedBytesAreSaidToBeNoBase() throws Exception {
    byte[] whole = written(learned(english()));
    int network = whole.length - networkBytes(learned(english())).length;
    SplittableRandom random = new SplittableRandom(7);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.clone();
      int at = i % 2 == 0 ? i / 2 % 40 : network + random.nextInt(damaged.length - network);
      damaged[at] ^= (byte) (1 + random.nextInt(255));
      try {
        PretrainedBase.read(learner, new DataInputStream(new ByteArrayInputStream(damaged)));
        assertThat(at).as("damage of the network is always seen").isLessThan(network);
      } catch (IOException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(150);
    byte[] cut = java.util.Arrays.copyOf(whole, whole.length / 2);
    assertThatCode(
            () -> PretrainedBase.read(learner, new DataInputStream(new ByteArrayInputStream(cut))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void itsHeadNamesTheNetworkByItsDigest() throws Exception {
    PretrainedBase base = learned(english());
    PretrainedBase.Head head =
        PretrainedBase.Head.read(new DataInputStream(new ByteArrayInputStream(written(base))));
    assertThat(head.tokenizer().encode("the cat wants tea"))
        .isEqualTo(base.tokenizer().encode("the cat wants tea"));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(networkBytes(base));
    assertThat(head.digest()).isEqualTo(HexFormat.of().formatHex(digest));
  }

  @Test
  void aFileOfTheFirstVersionIsReadButHasNoHead() throws Exception {
    PretrainedBase base = learned(english());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0x4D594E42);
    out.writeByte(1);
    base.tokenizer().write(out);
    out.write(networkBytes(base));
    byte[] first = bytes.toByteArray();
    PretrainedBase read =
        PretrainedBase.read(learner, new DataInputStream(new ByteArrayInputStream(first)));
    assertThat(networkBytes(read)).isEqualTo(networkBytes(base));
    assertThatThrownBy(
            () -> PretrainedBase.Head.read(new DataInputStream(new ByteArrayInputStream(first))))
        .isInstanceOf(IOException.class);
  }

  private byte[] networkBytes(PretrainedBase base) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    learner.write(base.network(), new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private byte[] written(PretrainedBase base) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    base.write(learner, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @Test
  void aTextIsReadAsConversationsOfTurns() throws Exception {
    String text = "hello\n  you there? \n\n\nyes\n";
    Conversations read = Conversations.read(new BufferedReader(new StringReader(text)));
    assertThat(read.learned()).containsExactly(List.of("hello", "you there?"));
    assertThat(read.judged()).containsExactly(List.of("yes"));
  }

  @Test
  void aSingleConversationIsLearnedFrom() {
    Conversations single = Conversations.split(List.of(List.of("hello", "you")));
    assertThat(single.learned()).hasSize(1);
    assertThat(single.judged()).isEmpty();
  }

  @Test
  void ofEachTextTheLastHundredthIsJudgedBy() {
    Conversations first = Conversations.split(Collections.nCopies(300, List.of("a")));
    Conversations second = Conversations.split(Collections.nCopies(100, List.of("b")));

    Conversations both = Conversations.of(List.of(first, second));

    assertThat(both.learned()).hasSize(297 + 99);
    assertThat(both.judged())
        .containsExactly(List.of("a"), List.of("a"), List.of("a"), List.of("b"));
  }
}
