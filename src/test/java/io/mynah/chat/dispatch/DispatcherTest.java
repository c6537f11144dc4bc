package io.mynah.chat.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.chat.Channel;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DispatcherTest {
  /** Says nothing. */
  private static final Channel CHANNEL =
      (Channel)
          Proxy.newProxyInstance(
              DispatcherTest.class.getClassLoader(),
              new Class<?>[] {Channel.class},
              (proxy, method, arguments) -> {
                throw new AssertionError(method);
              });

  private static Feature feature(String command, Verb verb) {
    return new Feature() {
      @Override
      public Map<String, Command> commands() {
        return Map.of(
            command,
            new Command() {
              @Override
              public void run(Call call) {}
            });
      }

      @Override
      public Map<Verb, PressHandler> buttons() {
        return Map.of(
            verb,
            new PressHandler() {
              @Override
              public boolean press(Pressed pressed) {
                return true;
              }
            });
      }
    };
  }

  @Test
  void theCommandsOfAllFeaturesAreKnown() {
    Dispatcher dispatcher =
        new Dispatcher(
            CHANNEL, List.of(feature("speak", Verb.SPEAK), feature("guess", Verb.GUESS)));
    assertThat(dispatcher.knows("speak")).isTrue();
    assertThat(dispatcher.knows("guess")).isTrue();
    assertThat(dispatcher.knows("train")).isFalse();
  }

  @Test
  void noTwoFeaturesHaveTheSameCommandOrButton() {
    Feature speech = feature("speak", Verb.SPEAK);
    assertThatThrownBy(() -> new Dispatcher(CHANNEL, List.of(speech, feature("speak", Verb.GUESS))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("speak");
    assertThatThrownBy(() -> new Dispatcher(CHANNEL, List.of(speech, feature("guess", Verb.SPEAK))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("SPEAK");
  }
}
