package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.voice.Delivery;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A reply in which something goes wrong holds up none that waits behind it. */
class DeliveryFaultsTest {
  private static final OwnerId ANN = OwnerId.telegram(1);
  private static final Envelope ENVELOPE =
      new Envelope(
          ANN,
          null,
          Someone.privateChat(ANN),
          new MessageRef(Someone.privateChat(ANN), "u1"),
          null,
          Locale.ENGLISH);

  private final Phone phone = new Phone();
  private final HeldPauses pauses = new HeldPauses();
  private final Delivery delivery =
      new Delivery(phone, pauses, new FaultLog(() -> new SplittableRandom(1)));

  /** Hears how it goes; what a test wants to fail fails. */
  private static class Ear implements Delivery.Receipt {
    boolean ended;

    @Override
    public void sent(int index, MessageRef message) {}

    @Override
    public void ended() {
      ended = true;
    }

    @Override
    public boolean wanted() {
      return true;
    }
  }

  private void deliver(Delivery.Receipt receipt, String... texts) {
    delivery.deliver(
        ENVELOPE,
        Phrases.in(Locale.ENGLISH),
        Stream.of(texts).map(text -> new Delivery.Line(Duration.ZERO, Reply.of(text))).toList(),
        receipt);
  }

  private List<String> read() {
    return phone.at(ENVELOPE.address()).stream().map(shown -> shown.now().text()).toList();
  }

  @Test
  void whereItCannotBeToldWhetherTheRestIsWanted() {
    Ear broken =
        new Ear() {
          private int asked;

          @Override
          public boolean wanted() {
            if (++asked > 1) {
              throw new IllegalStateException("the database is busy");
            }
            return true;
          }
        };
    Ear next = new Ear();
    deliver(broken, "one", "two");
    deliver(next, "three");
    pauses.passAll();
    assertThat(read())
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo("one"),
            fault -> assertThat(fault).containsPattern(anyText("error")),
            following -> assertThat(following).isEqualTo("three"));
    assertThat(broken.ended).isTrue();
    assertThat(next.ended).isTrue();
    assertThat(delivery.busy(ANN)).isFalse();
  }

  @Test
  void whereItsEndCannotBeHeardOf() {
    Ear broken =
        new Ear() {
          @Override
          public void ended() {
            throw new IllegalStateException("the database is busy");
          }
        };
    deliver(broken, "one", "two");
    deliver(new Ear(), "three");
    pauses.passAll();
    assertThat(read()).containsExactly("one", "two", "three");

    Ear last = new Ear();
    deliver(broken, "four", "five");
    deliver(last, "six");
    assertThat(delivery.stop(ENVELOPE.address())).isTrue();
    assertThat(last.ended).as("stopped with the one before it").isTrue();
  }
}
