package io.mynah.lm;

import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static io.mynah.lm.Scripted.BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mynah.lm.ShortMessages.Role;
import io.mynah.text.ControlTokens;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpeningsTest {
  private static final ConversationEncoder ENCODER = new ConversationEncoder(BYTES, BELLA);

  /** After tea a yes is likely, after nothing and otherwise a no. */
  private static final Scripted NETWORK =
      new Scripted(
          (heard, out) -> {
            double yes = Scripted.text(heard).contains("tea") ? 0.8 : 0.2;
            Scripted.write(Map.of("yes", yes, "no", 1 - yes), Scripted.message(heard), out);
          });

  private static double share(Openings openings, Role role, int network, char first) {
    return Math.exp(openings.logs(role, network).orElseThrow()[ControlTokens.COUNT + first]);
  }

  private static Openings of(TokenModel network, Role role, List<List<Turn>> conversations) {
    Openings.Mean mean = new Openings.Mean(network, ENCODER);
    conversations.forEach(each -> mean.add(role, each));
    return mean.openings();
  }

  private static Openings afterNothing(TokenModel network) {
    return of(network, Role.ANSWER, List.of(List.of()));
  }

  @Test
  void areTheMeanOverTheConversationsOfTheRole() {
    Openings.Mean mean = new Openings.Mean(NETWORK, ENCODER);
    mean.add(Role.ANSWER, List.of(ada("tea?")));
    mean.add(Role.ANSWER, List.of(ada("milk?")));
    mean.add(Role.CONTINUATION, List.of(ada("milk?"), bella("or tea?")));
    Openings openings = mean.openings();
    assertThat(share(openings, Role.ANSWER, 0, 'y')).isCloseTo(0.5, within(0.001));
    assertThat(share(openings, Role.CONTINUATION, 0, 'y')).isCloseTo(0.8, within(0.001));
  }

  @Test
  void areUnknownForARoleWithoutConversations() {
    Openings openings = afterNothing(NETWORK);
    assertThat(share(openings, Role.ANSWER, 0, 'n')).isCloseTo(0.8, within(0.001));
    assertThat(openings.logs(Role.CONTINUATION, 0)).isEmpty();
    assertThat(Openings.NONE.logs(Role.ANSWER, 0)).isEmpty();
  }

  @Test
  void ofSeveralNetworksAreInTheirOrderForTheRolesThatAllHave() {
    Openings other = afterNothing(Scripted.of(Map.of("hm", 1.0)));
    Openings.Mean both = new Openings.Mean(NETWORK, ENCODER);
    both.add(Role.ANSWER, List.of());
    both.add(Role.CONTINUATION, List.of());
    Openings openings = Openings.join(List.of(both.openings(), other));
    assertThat(share(openings, Role.ANSWER, 0, 'n')).isCloseTo(0.8, within(0.001));
    assertThat(share(openings, Role.ANSWER, 1, 'h')).isCloseTo(1, within(0.001));
    assertThat(openings.logs(Role.CONTINUATION, 0)).isEmpty();
    assertThat(Openings.join(List.of()).sizeInBytes()).isZero();
  }

  @Test
  void areTheSameAfterWritingAndReading() throws IOException {
    Openings openings = Openings.join(List.of(afterNothing(NETWORK), afterNothing(NETWORK)));
    byte[] written = written(openings);
    Openings read = read(written, NETWORK, NETWORK);
    assertThat(read.logs(Role.ANSWER, 1).orElseThrow())
        .isEqualTo(openings.logs(Role.ANSWER, 1).orElseThrow());
    assertThat(read.logs(Role.CONTINUATION, 1)).isEmpty();
    for (int length = 0; length < written.length; length++) {
      byte[] part = Arrays.copyOf(written, length);
      assertThatThrownBy(() -> read(part, NETWORK, NETWORK)).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> read(written, NETWORK)).isInstanceOf(IOException.class);
  }

  @Test
  void areRefusedIfTheyDoNotAddUp() throws IOException {
    byte[] written = written(afterNothing(NETWORK));
    written[1 + 2 * (ControlTokens.COUNT + 'n')] ^= 0x10;
    assertThatThrownBy(() -> read(written, NETWORK))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("add up");
  }

  private static byte[] written(Openings openings) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    openings.write(new DataOutputStream(out));
    return out.toByteArray();
  }

  private static Openings read(byte[] bytes, TokenModel... networks) throws IOException {
    return Openings.read(new DataInputStream(new ByteArrayInputStream(bytes)), List.of(networks));
  }
}
