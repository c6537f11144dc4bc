package io.mynah.lm.training;

import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;

import io.mynah.domain.PersonKey;
import io.mynah.lm.Chats;
import io.mynah.lm.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Chats that nobody had in mind, the same each time. */
final class StrangeChats {
  static final List<String> WORDS =
      List.of("tea", "cat", "yes", "no", "the", "late", "home", "rain");
  static final List<String> EMOJI = List.of("😀", "👍🏽", "👩‍👩‍👧‍👦", "🇩🇪", "❤️", "🤷‍♀️");
  static final List<String> GERMAN_EMOJI =
      List.of("😂", "🥰", "👍🏽", "❤️", "🇩🇪", "👩‍👩‍👧‍👦", "🤷‍♀️", "🎉");
  private static final List<String> CHINESE =
      List.of("我", "你", "好", "不", "吃", "饭", "猫", "今天", "？", "。");
  private static final List<String> ARABIC =
      List.of("مرحبا", "القطة", "لا", "نعم", "الحليب", "اليوم", "؟");
  private static final List<String> THAI =
      List.of("สวัสดี", "กิน", "ข้าว", "แมว", "ไม่ได้", "พรุ่งนี้");

  /** How someone writes. */
  private interface Way {
    String write(SplittableRandom random);
  }

  private StrangeChats() {}

  static List<Turn> ofFiftyMessages() {
    return some(25, Chats::sentence);
  }

  static List<Turn> ofOnePerson() {
    return some(100, Chats::sentence).stream()
        .filter(turn -> turn.speaker().equals(BELLA))
        .toList();
  }

  static List<Turn> ofThreeHundredPeople() {
    List<Turn> turns = new ArrayList<>(some(40, Chats::sentence));
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 3000; i++) {
      PersonKey someone = new PersonKey("user" + (100 + random.nextInt(300)));
      Turn turn = new Turn(someone, Instant.EPOCH, Chats.sentence(random));
      turns.add(random.nextInt(turns.size()), turn);
    }
    return Chats.inTime(turns);
  }

  static List<Turn> ofSingleWords() {
    return some(150, random -> words(random, WORDS, " ", 1));
  }

  static List<Turn> ofOneMessageAgainAndAgain() {
    return Collections.nCopies(10_000, bella("good morning to you"));
  }

  static List<Turn> inChinese() {
    return some(150, random -> words(random, CHINESE, "", 12));
  }

  static List<Turn> inArabic() {
    return some(150, random -> words(random, ARABIC, " ", 6));
  }

  static List<Turn> inThai() {
    return some(150, random -> words(random, THAI, "", 6));
  }

  static List<Turn> ofEmojiAlone() {
    return some(150, random -> words(random, EMOJI, "", 4));
  }

  /** German of whole sentences, most of them with emoji. */
  static List<Turn> inGermanWithEmoji() {
    return some(
        200,
        random ->
            String.join(
                " ",
                one(random, "ich", "meine Schwester", "der Nachbar", "ihr Hund", "Jürgen"),
                one(random, "möchte", "hat schon wieder", "vergisst", "braucht wirklich"),
                one(random, "den Schlüssel", "Kuchen", "über vierzig Äpfel", "das große Boot"),
                one(
                    random,
                    "😂",
                    "🥰🥰",
                    "👍🏽",
                    "❤️",
                    "🇩🇪",
                    "👩‍👩‍👧‍👦",
                    "🤷‍♀️",
                    "",
                    "🎉😂")));
  }

  private static String one(SplittableRandom random, String... of) {
    return of[random.nextInt(of.length)];
  }

  static List<Turn> withAMessageOfTwoMegabytes() {
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder book = new StringBuilder();
    while (book.length() < 2_000_000) {
      book.append(words(random, WORDS, " ", 12)).append(". ");
    }
    return among(bella(book.toString()));
  }

  static List<Turn> withALetterTwoMillionTimes() {
    return among(bella("x".repeat(2_000_000)));
  }

  private static List<Turn> among(Turn turn) {
    List<Turn> turns = new ArrayList<>(some(60, Chats::sentence));
    turns.add(50, turn);
    return Chats.inTime(turns);
  }

  static List<Turn> withManyBlanks() {
    List<Turn> turns = new ArrayList<>();
    for (Turn turn : some(60, Chats::sentence)) {
      turns.add(turn);
      turns.add(bella(""));
      turns.add(bella("\u200B\u2060"));
      turns.add(ada(" \n"));
    }
    return Chats.inTime(turns);
  }

  /** So many messages of Bella and of Ada. */
  private static List<Turn> some(int each, Way way) {
    SplittableRandom random = new SplittableRandom(5);
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < each; i++) {
      turns.add(ada(way.write(random)));
      turns.add(bella(way.write(random)));
    }
    return Chats.inTime(turns);
  }

  static String words(SplittableRandom random, List<String> words, String glue, int most) {
    return random
        .ints(1 + random.nextInt(most), 0, words.size())
        .mapToObj(words::get)
        .collect(Collectors.joining(glue));
  }
}
