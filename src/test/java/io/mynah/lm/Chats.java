package io.mynah.lm;

import io.mynah.domain.PersonKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Made conversations, the same for the same seed. */
public final class Chats {
  public static final PersonKey ADA = new PersonKey("user1");
  public static final PersonKey BELLA = new PersonKey("user2");

  private static final String[] WHO = {"the cat", "my sister", "that man", "nobody", "everyone"};
  private static final String[] DOES = {"wants", "eats", "paints", "forgets", "really needs"};
  private static final String[] WHAT = {"a boat", "pancakes", "the red door", "some tea", "it"};
  private static final String[] ENDS = {"", "!", " lol", "...", " ok?"};

  private Chats() {}

  public static Turn ada(String text) {
    return new Turn(ADA, Instant.EPOCH, text);
  }

  public static Turn bella(String text) {
    return new Turn(BELLA, Instant.EPOCH, text);
  }

  /** Turns a minute apart. */
  public static List<Turn> inTime(List<Turn> turns) {
    List<Turn> timed = new ArrayList<>();
    for (Turn turn : turns) {
      Instant at = Instant.EPOCH.plusSeconds(60L * timed.size());
      timed.add(new Turn(turn.speaker(), at, turn.text()));
    }
    return timed;
  }

  /** Bella and Ada in turn, each with their own way; so many messages of each. */
  public static List<Turn> ofTwo(int each, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < each; i++) {
      turns.add(ada("DID YOU SEE " + random.nextInt(100) + " OF THEM?"));
      turns.add(bella(sentence(random)));
    }
    return inTime(turns);
  }

  /** Bella alone says the same few messages in turn: each follows from the one before. */
  public static List<Turn> ofOneWhoCounts(int messages) {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      turns.add(bella(WHO[i % WHO.length]));
    }
    return inTime(turns);
  }

  public static String sentence(SplittableRandom random) {
    return one(WHO, random) + " " + one(DOES, random) + " " + one(WHAT, random) + one(ENDS, random);
  }

  private static String one(String[] words, SplittableRandom random) {
    return words[random.nextInt(words.length)];
  }
}
