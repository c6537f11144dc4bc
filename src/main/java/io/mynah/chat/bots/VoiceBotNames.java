package io.mynah.chat.bots;

import com.ibm.icu.text.Transliterator;
import io.mynah.chat.VoiceBotHost;
import io.mynah.chat.VoiceBotHost.Profile;
import io.mynah.chat.words.Languages;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.text.NameFolding;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Words by which a voice's own bot is named and described. */
final class VoiceBotNames {
  private static final Transliterator LATIN = Transliterator.getInstance("Any-Latin");

  /** What tells a voice from the person. */
  private static final String SIGN = " 🦜";

  private static final int LONGEST_BASE = 18;
  private static final int LONGEST_IN_PROFILE = 20;

  /** Four digits to the base 36. */
  private static final int SUFFIXES = 36 * 36 * 36 * 36;

  private VoiceBotNames() {}

  /** The name of a person's bot. */
  static String name(Person person) {
    return Wording.name(person.name()) + SIGN;
  }

  /** The bot that an owner is offered to make for a person. */
  static VoiceBotHost.Wanted wanted(Phrases phrases, OwnerId owner, Person person) {
    return new VoiceBotHost.Wanted(
        phrases.plain("bot.make", "name", Wording.name(person.name())),
        name(person),
        username(owner, person));
  }

  /**
   * A user name as Telegram demands it for bots: 5 to 32 Latin letters, digits and underscores, a
   * letter first, and {@code bot} at the end. It has digits that make it likely to be free.
   */
  static String username(OwnerId owner, Person person) {
    String latin =
        NameFolding.fold(LATIN.transliterate(person.name()))
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^[_0-9]+", "");
    String base = latin.substring(0, Math.min(LONGEST_BASE, latin.length())).replaceAll("_$", "");
    int number = Math.floorMod(Objects.hash(owner.value(), person.id().value()), SUFFIXES);
    String suffix = Integer.toString(SUFFIXES + number, 36).substring(1);
    return (base.isEmpty() ? "voice" : base) + "_" + suffix + "_bot";
  }

  /**
   * How a person's bot presents itself; the English profile is for all other languages, too.
   *
   * @param owner the public name of whom it belongs to, without @
   */
  static List<Profile> profiles(Person person, @Nullable String owner) {
    return Languages.spoken().stream().map(each -> profile(each, person, owner)).toList();
  }

  /** A name that leaves room in a profile. */
  private static String shortened(String name) {
    return name.codePointCount(0, name.length()) <= LONGEST_IN_PROFILE
        ? name
        : name.substring(0, name.offsetByCodePoints(0, LONGEST_IN_PROFILE)) + "…";
  }

  private static Profile profile(Locale language, Person person, @Nullable String owner) {
    Phrases phrases = Phrases.in(language);
    String name = Wording.name(shortened(person.name()));
    return new Profile(
        language.equals(Locale.ENGLISH) ? null : language.getLanguage(),
        phrases.plain("bot.about", "name", name),
        phrases
            .plain("bot.description", "name", name, "owner", owner == null ? "none" : "@" + owner)
            .strip());
  }
}
