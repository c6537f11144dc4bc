package io.mynah.lm.sampling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.mynah.privacy.Secrets;
import io.mynah.text.BpeTokenizer;
import io.mynah.text.BpeTrainer;
import io.mynah.text.ControlTokens;
import io.mynah.text.RandomText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TokenMaskTest {
  private static final int REFUSED = -1;

  private final BpeTokenizer bytes = new BpeTrainer(0).train(List.of());
  private final TokenMask mask = new TokenMask(bytes);

  private static int after(TokenMask mask, int... tokens) {
    int state = TokenMask.WHOLE;
    for (int token : tokens) {
      if (!mask.allows(state, token)) {
        return REFUSED;
      }
      state = mask.after(state, token);
    }
    return state;
  }

  @Test
  void allowsEveryCharacterThatIsNoControlCharacterAndStandsForNoSecret() {
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
        boolean placeholder = point >= Secrets.PLACEHOLDER && point <= 0xEFFF;
        boolean control = Character.isISOControl(point) && point != '\n' && point != '\t';
        boolean reserved = point >= 0xFDD0 && point <= 0xFDEF;
        boolean wanted = !control && !placeholder && !reserved;
        int state = after(mask, bytes.encode(Character.toString(point)));
        if (state != (wanted ? TokenMask.WHOLE : REFUSED)) {
          fail("U+%X leads to %d", point, state);
        }
      }
    }
  }

  @Test
  void allowsOnlyValidUtf8() {
    SplittableRandom random = new SplittableRandom(3);
    int valid = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] some = new byte[2 + random.nextInt(3)];
      random.nextBytes(some);
      for (int j = 1; j < some.length; j++) {
        some[j] = (byte) (random.nextInt(5) == 0 ? some[j] : 0x80 | (some[j] & 0x3F));
      }
      int[] tokens = new int[some.length];
      Arrays.setAll(tokens, j -> ControlTokens.COUNT + (some[j] & 0xFF));
      boolean allowed = after(mask, tokens) == TokenMask.WHOLE;
      if (allowed != isText(some)) {
        fail("%s: %s", Arrays.toString(some), allowed);
      }
      valid += allowed ? 1 : 0;
    }
    assertThat(valid).isBetween(5_000, 75_000);
  }

  private static boolean isText(byte[] some) {
    try {
      return UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(some))
          .chars()
          .noneMatch(
              c ->
                  (Character.isISOControl(c) && c != '\n' && c != '\t')
                      || (c >= Secrets.PLACEHOLDER && c <= 0xEFFF)
                      || (c >= 0xFDD0 && c <= 0xFDEF));
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @Test
  void neverAllowsAControlToken() {
    for (int token = 0; token < ControlTokens.COUNT; token++) {
      assertThat(mask.allows(TokenMask.WHOLE, token)).isFalse();
    }
  }

  @Test
  void treatsAPieceAsItsBytes() {
    SplittableRandom random = new SplittableRandom(4);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      texts.addAll(Collections.nCopies(3, RandomText.of(random, 20)));
    }
    BpeTokenizer pieces = new BpeTrainer(1500).train(texts);
    TokenMask ofPieces = new TokenMask(pieces);
    int parts = 0;
    for (int token = ControlTokens.COUNT; token < pieces.size(); token++) {
      byte[] piece = pieces.bytes(token);
      int[] tokens = new int[piece.length];
      Arrays.setAll(tokens, j -> ControlTokens.COUNT + (piece[j] & 0xFF));
      int state = after(ofPieces, token);
      assertThat(state).isEqualTo(after(mask, tokens));
      parts += piece.length > 1 && state > TokenMask.WHOLE ? 1 : 0;
    }
    assertThat(parts).as("pieces that end within a character").isPositive();
  }
}
