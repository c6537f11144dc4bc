package io.mynah.store.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.domain.ChatId;
import io.mynah.vault.DataKey;
import io.mynah.vault.TestKeys;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files that are sealed with the keys of several chats. */
class LayeredKeyTest {
  private static final ChatId A = new ChatId(1);
  private static final ChatId B = new ChatId(2);
  private static final ChatId C = new ChatId(3);

  private final DataKey a = TestKeys.MASTER.newKey();
  private final DataKey b = TestKeys.MASTER.newKey();
  private final DataKey c = TestKeys.MASTER.newKey();

  private static LayeredKey layered(ChatId first, DataKey key, ChatId second, DataKey other) {
    Map<ChatId, DataKey> keys = new LinkedHashMap<>();
    keys.put(first, key);
    keys.put(second, other);
    return new LayeredKey(keys);
  }

  private static byte[] sealed(DataKey key) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    key.seal(out, "place", to -> to.write("learned".getBytes(StandardCharsets.UTF_8)));
    return out.toByteArray();
  }

  private static String opened(DataKey key, byte[] file) throws IOException {
    return new String(
        key.opening(new ByteArrayInputStream(file), "place").readAllBytes(),
        StandardCharsets.UTF_8);
  }

  @Test
  void openWithTheKeysOfAllTheirChatsOnly() throws IOException {
    byte[] file = sealed(layered(A, a, B, b));
    assertThat(opened(layered(A, a, B, b), file)).isEqualTo("learned");
    assertThat(opened(layered(B, b, A, a), file)).isEqualTo("learned");
    assertThatThrownBy(() -> opened(a, file)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> opened(b, file)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> opened(layered(A, a, B, c), file)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> opened(layered(A, a, C, b), file)).isInstanceOf(IOException.class);
  }

  @Test
  void openThoughAChatCameToThemSince() throws IOException {
    Map<ChatId, DataKey> three = new LinkedHashMap<>(Map.of(A, a));
    three.put(B, b);
    three.put(C, c);
    assertThat(opened(new LayeredKey(three), sealed(layered(A, a, B, b)))).isEqualTo("learned");
  }

  @Test
  void thoseOfTheMainChatAloneOpenAsBefore() throws IOException {
    assertThat(opened(layered(A, a, B, b), sealed(a))).isEqualTo("learned");
    assertThatThrownBy(() -> opened(layered(A, a, B, b), sealed(b)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> opened(layered(A, a, B, b), new byte[0]))
        .isInstanceOf(IOException.class);
  }
}
