package io.mynah.telegram.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelegramConfigTest {
  @Test
  void theTokenIsNotShown() {
    TelegramConfig config = TelegramConfig.of("4711:s3cret", TelegramConfig.CLOUD);
    assertThat(config.toString()).doesNotContain("s3cret").contains("api.telegram.org");
    assertThat(config.withThreads(2).toString()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:8081", "ftp://127.0.0.1", "http://127.0.0.1:8081/bot", "http:///", "x"})
  void anAddressThatIsNoServersIsRefusedWithOneThatIs(String address) {
    assertThatThrownBy(() -> TelegramConfig.of("4711:a", uri(address)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http://127.0.0.1:8081");
  }

  @Test
  void aPollIsNotLongerThanTelegramAllows() {
    TelegramConfig config = TelegramConfig.of("4711:a", TelegramConfig.CLOUD);
    assertThat(config.poll()).isLessThanOrEqualTo(Duration.ofSeconds(50));
    assertThatThrownBy(() -> config.withPoll(Duration.ofSeconds(51)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static URI uri(String address) {
    // "127.0.0.1:8081" is no URI at all; what a person typed reaches the settings as one.
    return address.startsWith("127") ? URI.create("//" + address) : URI.create(address);
  }
}
