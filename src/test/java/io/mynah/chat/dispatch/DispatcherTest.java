package io.mynah.chat.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DispatcherTest {
  private static final Address HERE = new Address("telegram:1");

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
            CHANNEL,
            List.of(feature("speak", Verb.SPEAK), feature("guess", Verb.GUESS)),
            envelope -> false);
    assertThat(dispatcher.knows("speak", said(null))).isTrue();
    assertThat(dispatcher.knows("guess", said(null))).isTrue();
    assertThat(dispatcher.knows("train", said(null))).isFalse();
  }

  @Test
  void whatIsForAdministratorsIsKnownToThemAloneAndInNoGroup() {
    List<Feature> features = List.of(feature("invite", Verb.SPEAK));
    Dispatcher everyones = new Dispatcher(CHANNEL, features, envelope -> false);
    Dispatcher theirs = new Dispatcher(CHANNEL, features, envelope -> true);
    assertThat(everyones.knows("invite", said(null))).isFalse();
    assertThat(theirs.knows("invite", said(null))).isTrue();
    assertThat(theirs.knows("invite", said(new Group(HERE, "Friends")))).isFalse();
  }

  private static Envelope said(@Nullable Group group) {
    return new Envelope(
        OwnerId.telegram(1), null, HERE, new MessageRef(HERE, "1"), group, Locale.ENGLISH);
  }

  @Test
  void noTwoFeaturesHaveTheSameCommandOrButton() {
    Feature speech = feature("speak", Verb.SPEAK);
    assertThatThrownBy(
            () ->
                new Dispatcher(CHANNEL, List.of(speech, feature("speak", Verb.GUESS)), e -> false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("speak");
    assertThatThrownBy(
            () ->
                new Dispatcher(CHANNEL, List.of(speech, feature("guess", Verb.SPEAK)), e -> false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("SPEAK");
  }
}
