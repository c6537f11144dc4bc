package io.mynah.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds passwords, PINs and codes that the text itself announces, in English, German, Spanish,
 * Portuguese and Russian: “password: hunter2”, “PIN 1234”, “482913 is your code”. If a value only
 * follows the word, as in “my password is weird lol”, its form decides. Thread-safe.
 */
final class AnnouncedSecretFinder implements SecretFinder {
  private static final int FLAGS =
      Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;

  /** Stems for passwords: a pattern for passwords can only match a text that contains one. */
  private static final WordStems STEMS_OF_PASSWORDS =
      new WordStems(
          List.of(
              "pass", "pwd", "pw", "wifi", "wi-fi", "wlan", "kenn", "contras", "clave", "senha",
              "парол", "пасс", "ключ", "cred"),
          List.of("schlüssel", " key", "_key", "-key", "ikey", "tkey"));

  /** The same for codes. */
  private static final WordStems STEMS_OF_CODES =
      new WordStems(
          List.of("pin", "пин", "puk", "tan", "otp", "cvv", "cvc", "2fa"),
          List.of("cod", "cód", "код"));

  private static final WordStems STEMS_OF_SEEDS =
      new WordStems(List.of(), List.of("seed", "recovery", "mnemonic", "сид"));

  private static final WordStems STEMS_OF_PHRASES =
      new WordStems(
          List.of(),
          List.of("phras", "frase", "фраз", "passsatz", "wiederherstellungsw", "palavras"));

  private static final String PASSWORD =
      "(?<!\\w)(?:pass(?:word|code|phrase|wd|wort)s?|(?:wi-?fi|wlan)[ -]?(?:pass|key|pw|passwort)|pwd?|pass(?=\\s*[:=])"
          + "|kenn?wort|contrase[nñ]a|clave|senha|palavra[- ]passe|парол[ьяюе]м?|пасс?ворд|passwort"
          + "|credentials|(?:api|secret|private|access|recovery|backup|licen[cs]e|product)[ _-]?key"
          + "|log-?in\\s*/\\s*pass(?:word)?|\\w{0,14}schlüssel|ключ)(?!\\w)";

  private static final String CODE =
      "(?<!\\w)(?:pin(?:[- ]?(?:code|nummer|number))?|puk|tan|otp|cvv2?|cvc2?|2fa|пин(?:[- ]?код)?|"
          + "(?:[\\p{L}]{2,14}[- ]?)?(?:codes?|c[oó]digos?|код[а]?))(?!\\w)";

  private static final Pattern ANY_PASSWORD = Pattern.compile(PASSWORD, FLAGS);
  private static final Pattern ANY_CODE = Pattern.compile(CODE, FLAGS);

  /** What or whom the password or code is for. */
  private static final String WHICH =
      "(?:\\s+(?:for|of|to|on|at|für|vom|von|zum|zur|del?|da|do|para|от|для|к)"
          + "(?:\\s+[^\\s:=]{1,20}){1,3}?)?";

  private static final String LINK = "\\s*(?::|=|=>|->|→|–|—|-(?=\\s))\\s*";

  /** One or two words, such as “is now” or “nueva”, and then a colon or a similar sign. */
  private static final String SAID_LINK = "(?:\\s+[\\p{L}'’]{1,12}){1,2}?\\s*(?::|=|=>|->|→)\\s*";

  private static final String IS =
      "\\s+(?:is|was|are|it'?s|=|ist|war|lautet|heißt|es|era|é|e|это|был)\\s+(?:now |still |jetzt |ahora |agora )?";

  private static final String QUOTED = "[\"'`“„«‘](?<quoted>[^\"'`”“»’\\n]{3,60})[\"'`”“»’]";
  private static final String WORD = "(?<word>[^\\s\"“„«]{3,80})";

  /** A word for a password, then a colon or a similar sign, then the value. */
  private static final Pattern STATED =
      Pattern.compile(
          PASSWORD + WHICH + "(?:" + LINK + "|" + SAID_LINK + ")(?:" + QUOTED + "|" + WORD + ")",
          FLAGS);

  private static final Pattern SAID =
      Pattern.compile(PASSWORD + WHICH + IS + "(?:" + QUOTED + "|" + WORD + ")", FLAGS);

  private static final Pattern BARE =
      Pattern.compile(PASSWORD + WHICH + "\\s+(?:" + QUOTED + "|" + WORD + ")", FLAGS);

  private static final String GROUPS = "\\d{2,10}(?:[ -]\\d{2,4}){0,3}";

  /** A code of digits, possibly in groups or after letters. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<which>"
              + CODE
              + ")(?:"
              + WHICH
              + "(?:"
              + LINK
              + "|"
              + IS
              + "|\\s+)|(?:\\s+\\p{L}+){1,2}"
              + LINK
              + ")[\"'`“„«]?(?<word>(?:[A-Za-z]{1,3}-)?"
              + GROUPS
              + ")(?![\\w.,:%€$]*\\w)",
          FLAGS);

  /** A code of letters and digits, after a colon or a similar sign. */
  private static final Pattern MIXED =
      Pattern.compile(
          CODE + WHICH + "(?:" + LINK + "|" + SAID_LINK + "|" + IS + ")(?<word>[\\w-]{4,40})",
          FLAGS);

  private static final Pattern AFTERWARDS =
      Pattern.compile(
          "(?<word>"
              + GROUPS
              + "|[^\\s\"“„«]{4,40})[\"'”“»]?\\s+(?:is|was|ist|war|es|era|é|это|[-–—])\\s*"
              + "(?:(?:my|your|the|our|mein|dein|ihr|unser|das|der|die|tu|su|mi|la|el|meu|seu|teu|a|o|sua|minha|мой|твой|ваш|наш)\\s+)?"
              + "(?:\\w{2,14}\\s+){0,2}?(?:"
              + PASSWORD
              + "|"
              + CODE
              + ")",
          FLAGS);

  /** The recovery words of a wallet, any number of them. */
  private static final Pattern SEED =
      Pattern.compile(
          "(?:seed|recovery|mnemonic|сид)[- ]?(?:phrase|words|фраза)?(?:\\s*[:=-]\\s*|\\s+is\\s+|\\s+)"
              + "(?<word>\\p{Ll}{3,12}(?:[ ,]+\\p{Ll}{3,12}){11,23})",
          FLAGS);

  /** Several words that together are a password, to the end of their line. */
  private static final Pattern PHRASE =
      Pattern.compile(
          "(?<!\\w)(?:pass[- ]?phrase|(?:seed|recovery|mnemonic|backup|secret|wallet)[- ]?phrase|passsatz"
              + "|wiederherstellungs(?:phrase|wörter|satz)"
              + "|frase[- ](?:(?:de[- ])?(?:contraseña|recuperaci[oó]n|recuperação|acces?so|segurança|seguridad)"
              + "|senha|semilla|semente|secreta|mnem[oó]nica|mnemônica)|palavras de recuperação"
              + "|(?:парольн|секретн|кодов|мнемоническ)ая фраза|сид[- ]?фраза|фраза восстановления)"
              + WHICH
              + "(?:"
              + LINK
              + "|"
              + SAID_LINK
              + ")(?<word>[^\\n]{3,80})",
          FLAGS);

  /** Codes that may have only three digits. */
  private static final Pattern SHORT = Pattern.compile("pin|cvv|cvc|puk|tan|пин", FLAGS);

  /** Codes that are no secret, such as error and postal codes. */
  private static final Pattern NO_CODE =
      Pattern.compile(
          "(?<!\\p{L})(?:errors?|exit|status|http|zip|area|country|postal|promo|fehler|post)[- ]?code"
              + "|(?:c[oó]digo\\s+(?:de\\s+erro|postal|http)|код\\p{L}*\\s+(?:ошибки|морз))",
          FLAGS);

  /** Words that describe a password without giving it, as in “my password is weird”. */
  private static final Set<String> PREDICATES =
      Pattern.compile(" ")
          .splitAsStream(
              "weird wrong right correct incorrect strong weak bad good great fine ok okay "
                  + "too so very not no the a an my your his her our their this that it in on at "
                  + "from for to still just really pretty long short easy hard simple secure safe "
                  + "stupid dumb funny hilarious invalid valid expired needed required changed "
                  + "reset gone lost lol lmao haha what same different saved stored secret "
                  + "protected unknown empty working broken password passwort falsch richtig "
                  + "sicher unsicher schwach stark lang kurz zu nicht das der die ein eine mein "
                  + "dein leicht einfach weg geheim gleich immer noch incorrecta correcta fácil "
                  + "difícil segura muy demasiado la el una un mi tu larga corta errada certa "
                  + "muito o uma um minha sua longa curta fraca forte неверный верный правильный "
                  + "неправильный сложный простой слишком не мой твой тот такой длинный короткий "
                  + "какой")
          .collect(Collectors.toUnmodifiableSet());

  private static final Pattern END =
      Pattern.compile("[\\s.!?,;)]*(?:$|[.!?\\n].*)", Pattern.DOTALL);
  private static final Pattern TRAILING = Pattern.compile("[.,;!?)\\]\"'”»]+$");

  @Override
  public List<SecretSpan> find(String text) {
    boolean password = STEMS_OF_PASSWORDS.anyIn(text) && ANY_PASSWORD.matcher(text).find();
    boolean code =
        PatternMatches.anyDigit(text)
            && STEMS_OF_CODES.anyIn(text)
            && ANY_CODE.matcher(text).find();
    List<SecretSpan> found = new ArrayList<>();
    if (password) {
      add(STATED, text, found, value -> !isNoPassword(value) && !isAddress(value));
      add(SAID, text, found, AnnouncedSecretFinder::looksLikePassword);
      add(BARE, text, found, AnnouncedSecretFinder::looksLikePassword);
      addLastWords(text, found);
    }
    if (code) {
      addCodes(text, found);
      add(MIXED, text, found, AnnouncedSecretFinder::hasDigitAndLetter);
    }
    if (password || code) {
      add(AFTERWARDS, text, found, AnnouncedSecretFinder::looksLikePassword);
    }
    if (STEMS_OF_SEEDS.anyIn(text)) {
      add(SEED, text, found, value -> true);
    }
    if (STEMS_OF_PHRASES.anyIn(text)) {
      add(PHRASE, text, found, value -> !isNoPassword(value) && !isAddress(value));
    }
    return found;
  }

  private static void add(
      Pattern pattern, String text, List<SecretSpan> found, Predicate<String> secret) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      SecretSpan span = value(matcher);
      String value = trimmed(text.substring(span.from(), span.to()));
      if (isQuoted(matcher) || secret.test(value)) {
        found.add(new SecretSpan(span.from(), span.from() + value.length()));
      }
    }
  }

  /**
   * Adds a password as in “the password is swordfish”: a word that ends the sentence and is no
   * description.
   */
  private static void addLastWords(String text, List<SecretSpan> found) {
    Matcher matcher = SAID.matcher(text);
    while (matcher.find()) {
      SecretSpan span = value(matcher);
      String value = trimmed(text.substring(span.from(), span.to()));
      boolean last = END.matcher(text.substring(span.from() + value.length())).matches();
      if (last && !isPredicate(value) && !value.isEmpty()) {
        found.add(new SecretSpan(span.from(), span.from() + value.length()));
      }
    }
  }

  private static void addCodes(String text, List<SecretSpan> found) {
    Matcher matcher = NUMBER.matcher(text);
    while (matcher.find()) {
      int begin = Math.max(0, matcher.start() - 10);
      int digits = PatternMatches.digits(matcher.group("word"));
      boolean enough = digits >= 4 || (digits == 3 && SHORT.matcher(matcher.group("which")).find());
      if (enough && !NO_CODE.matcher(text.substring(begin, matcher.start("word"))).find()) {
        found.add(new SecretSpan(matcher.start("word"), matcher.end("word")));
      }
    }
  }

  private static SecretSpan value(Matcher matcher) {
    String group = isQuoted(matcher) ? "quoted" : "word";
    return new SecretSpan(matcher.start(group), matcher.end(group));
  }

  private static boolean isQuoted(Matcher matcher) {
    return matcher.pattern().pattern().contains("<quoted>") && matcher.group("quoted") != null;
  }

  private static String trimmed(String value) {
    return TRAILING.matcher(value).replaceAll("");
  }

  private static boolean isNoPassword(String value) {
    return value.length() < 3 || isPredicate(value);
  }

  private static boolean isPredicate(String value) {
    return PREDICATES.contains(value.toLowerCase(Locale.ROOT));
  }

  private static boolean isAddress(String value) {
    return value.contains("://");
  }

  /**
   * Whether a word looks like a password: it has digits beside letters, signs, or capitals within.
   */
  private static boolean looksLikePassword(String value) {
    boolean letters = value.chars().anyMatch(Character::isLetter);
    long digits = PatternMatches.digits(value);
    boolean signs = value.chars().anyMatch(c -> "!@#$%^&*_+=?".indexOf(c) >= 0);
    boolean capitals =
        value.chars().skip(1).anyMatch(Character::isUpperCase)
            && value.chars().anyMatch(Character::isLowerCase);
    return !isAddress(value)
        && ((digits > 0 && letters) || digits >= 4 || (signs && letters) || capitals);
  }

  private static boolean hasDigitAndLetter(String value) {
    return PatternMatches.digits(value) > 0 && value.chars().anyMatch(Character::isLetter);
  }
}
