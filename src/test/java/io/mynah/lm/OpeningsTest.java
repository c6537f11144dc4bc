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
    return Math.exp(openings.logs(role, network)[ControlTokens.COUNT + first]);
  }

  private static Openings of(Map<Role, List<List<Turn>>> conversations) {
    return Openings.of(NETWORK, ENCODER, conversations);
  }

  @Test
  void areTheMeanOverTheConversationsOfTheRole() {
    List<List<Turn>> asked = List.of(List.of(ada("tea?")), List.of(ada("milk?")));
    List<List<Turn>> goingOn = List.of(List.of(ada("milk?"), bella("or tea?")));
    Openings openings = of(Map.of(Role.ANSWER, asked, Role.CONTINUATION, goingOn));
    assertThat(share(openings, Role.ANSWER, 0, 'y')).isCloseTo(0.5, within(0.001));
    assertThat(share(openings, Role.CONTINUATION, 0, 'y')).isCloseTo(0.8, within(0.001));
  }

  @Test
  void areThoseAfterNothingWhereThereIsNoConversation() {
    Openings openings = of(Map.of(Role.ANSWER, List.of()));
    for (Role role : Role.values()) {
      assertThat(share(openings, role, 0, 'n')).isCloseTo(0.8, within(0.001));
    }
  }

  @Test
  void ofSeveralNetworksAreInTheirOrder() {
    Scripted other = Scripted.of(Map.of("hm", 1.0));
    Openings openings = Openings.join(List.of(of(Map.of()), Openings.of(other, ENCODER, Map.of())));
    assertThat(share(openings, Role.ANSWER, 0, 'n')).isCloseTo(0.8, within(0.001));
    assertThat(share(openings, Role.ANSWER, 1, 'h')).isCloseTo(1, within(0.001));
    assertThat(Openings.join(List.of()).sizeInBytes()).isZero();
  }

  @Test
  void areTheSameAfterWritingAndReading() throws IOException {
    Openings openings = Openings.join(List.of(of(Map.of()), of(Map.of())));
    byte[] written = written(openings);
    Openings read = read(written, NETWORK, NETWORK);
    for (Role role : Role.values()) {
      assertThat(read.logs(role, 1)).isEqualTo(openings.logs(role, 1));
    }
    for (int length = 0; length < written.length; length += 100) {
      byte[] part = Arrays.copyOf(written, length);
      assertThatThrownBy(() -> read(part, NETWORK, NETWORK)).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> read(written, NETWORK)).isInstanceOf(IOException.class);
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
