package io.mynah.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.lm.Habits;
import io.mynah.lm.Quantiles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answer that is made again after the process ended says what it said before. */
class DrawnAgainTest {
  @TempDir Path home;
  private Bot bot;
  private Someone ann;
  private OptionalLong number = OptionalLong.empty();
  private boolean again;

  @BeforeEach
  void start() {
    bot = new Bot(home).drawsBy(SplittableRandom::new);
    bot.over(numbering(bot.phone())).start();
    bot.school()
        .teaches(
            new Habits(
                List.of(0.2, 0.2, 0.2, 0.2, 0.1, 0.1),
                new Quantiles(List.of(5.0, 20.0)),
                new Quantiles(List.of(60.0, 600.0))));
    bot.school()
        .teachesToSay(IntStream.range(0, 50).mapToObj(i -> "saying " + i).toArray(String[]::new));
    ann = bot.someone(1);
    ann.trains(Export.ofBellaAndTim());
  }

  /** A channel that says which update is answered, as Telegram's does. */
  private Channel numbering(Phone phone) {
    CurrentUpdate cause =
        new CurrentUpdate() {
          @Override
          public OptionalLong number() {
            return number;
          }

          @Override
          public boolean again() {
            return again;
          }

          @Override
          public Optional<Instant> receivedAt() {
            return Optional.empty();
          }

          @Override
          public Rest leave() {
            return Rest.NONE;
          }
        };
    return (Channel)
        Proxy.newProxyInstance(
            Channel.class.getClassLoader(),
            new Class<?>[] {Channel.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("cause")) {
                return cause;
              }
              try {
                return method.invoke(phone, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @AfterEach
  void close() {
    bot.close();
  }

  private List<String> answers(long update, Someone who, String words) {
    number = OptionalLong.of(update);
    int before = who.readsAll().size();
    who.says(words);
    number = OptionalLong.empty();
    bot.rests();
    List<String> all = who.readsAll();
    return all.subList(before, all.size());
  }

  @Test
  void inTheSameWordsAndAsManyMessages() {
    for (int update = 100; update < 110; update++) {
      List<String> first = answers(update, ann, "/speak Bella are you awake?");
      bot.restart();
      bot.clock().advance(Duration.ofMinutes(3));
      again = true;
      assertThat(answers(update, ann, "/speak Bella are you awake?")).isEqualTo(first);
      again = false;
    }
    assertThat(answers(200, ann, "/speak Bella 10"))
        .isNotEqualTo(answers(201, ann, "/speak Bella 10"));
  }

  @Test
  void whatIsMadeOnceIsDrawnAnew() {
    List<String> first = answers(1, ann, "/speak Bella 10");
    number = OptionalLong.empty();
    ann.says("/speak Bella 10");
    bot.rests();
    assertThat(ann.readsLast(10)).isNotEqualTo(first);
  }
}
