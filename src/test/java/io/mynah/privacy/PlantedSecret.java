package io.mynah.privacy;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * A made secret, and a message that gives it away.
 *
 * @param text what must not be learned
 * @param message has it in it
 */
public record PlantedSecret(String text, String message) {
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final String UPPER = LOWER.toUpperCase(Locale.ROOT);
  private static final String DIGITS = "0123456789";
  private static final String ALL = LOWER + UPPER + DIGITS;
  private static final String BASE58 = ALL.replaceAll("[0OIl]", "");
  private static final List<String> WORDS =
      List.of("tiger", "moon", "berlin", "anna", "coffee", "purple", "rocket", "winter");

  /** Every kind that there is. */
  private static final List<Function<SplittableRandom, PlantedSecret>> KINDS =
      List.of(
          r -> of("call me %s ok", "+49 151" + some(r, DIGITS, 8)),
          r ->
              of(
                  "my number is %s",
                  "+7 916 "
                      + some(r, DIGITS, 3)
                      + "-"
                      + some(r, DIGITS, 2)
                      + "-"
                      + some(r, DIGITS, 2)),
          r ->
              of(
                  "звони %s",
                  "8 (916) "
                      + some(r, DIGITS, 3)
                      + "-"
                      + some(r, DIGITS, 2)
                      + "-"
                      + some(r, DIGITS, 2)),
          r -> of("%s", "0171 " + some(r, "123456789", 1) + some(r, DIGITS, 6)),
          r ->
              of(
                  "text %s lol",
                  "(212) "
                      + some(r, "23456789", 1)
                      + some(r, DIGITS, 2)
                      + "-"
                      + some(r, DIGITS, 4)),
          r -> of("meu número %s", "+55 11 9" + some(r, "6789", 1) + some(r, DIGITS, 7)),
          r -> of("llámame al %s", "+34 6" + some(r, DIGITS, 8)),
          r -> of("the card is %s", card(r, " ")),
          r -> of("%s", card(r, "")),
          r -> of("send it to %s " + afterwards(r), iban(r)),
          r -> of("iban %s " + afterwards(r), iban(r).replaceAll("(.{4})(?!$)", "$1 ")),
          r -> of("%s " + afterwards(r), iban(r).replaceAll("(.{4})(?!$)", "$1 ")),
          r -> of("mi móvil %s", groups("6" + some(r, DIGITS, 8), r)),
          r -> of("my password is: %s", password(r)),
          r -> of("la contraseña es: %s", password(r)),
          r -> of("the card.%s", card(r, ".")),
          r -> of("https://wa.me/%s", "346" + some(r, DIGITS, 8)),
          r -> of("write to %s", some(r, LOWER, 7) + "." + some(r, LOWER, 4) + "@example.com"),
          r -> of("mail: %s", some(r, LOWER, 9) + some(r, DIGITS, 2) + "@gmail.com"),
          r -> of("my btc %s", "1" + some(r, BASE58, 33)),
          r -> of("btc is %s", "bc1q" + some(r, LOWER.replaceAll("[bio]", "") + DIGITS, 38)),
          r -> of("eth %s thx", "0x" + some(r, "0123456789abcdef", 40)),
          r -> of("usdt %s", "T" + some(r, BASE58, 33)),
          r -> of("bot %s", some(r, "123456789", 10) + ":AA" + some(r, ALL + "_-", 33)),
          r -> of("use %s", "sk-proj-" + some(r, ALL, 40)),
          r -> of("%s", "ghp_" + some(r, ALL, 36)),
          r -> of("aws %s", "AKIA" + some(r, UPPER + "234567", 16)),
          r -> of("and %s", some(r, ALL + "/+", 40)),
          r ->
              of(
                  "jwt %s",
                  "eyJ" + some(r, ALL, 20) + ".eyJ" + some(r, ALL, 40) + "." + some(r, ALL, 43)),
          r -> of("hash %s", some(r, "0123456789abcdef", 32)),
          r -> of("https://%s@git.example.org/x", "bob:" + some(r, ALL, 9)),
          r -> of("https://example.org/a?token=%s", some(r, ALL, 20)),
          r -> of("join https://t.me/+%s", some(r, ALL, 16)),
          r -> of("my password is %s", password(r)),
          r -> of("password: %s", password(r)),
          r -> of("the wifi password is %s btw", password(r)),
          r -> of("пароль: %s", password(r)),
          r -> of("пароль от вайфая %s", password(r)),
          r -> of("Das Passwort ist %s", password(r)),
          r -> of("Passwort %s", password(r)),
          r -> of("la contraseña es %s", password(r)),
          r -> of("a senha é %s", password(r)),
          r -> of("senha: %s", password(r)),
          r -> of("pin %s", some(r, DIGITS, 4)),
          r -> of("my PIN is %s", some(r, DIGITS, 4)),
          r -> of("code %s", some(r, DIGITS, 6)),
          r -> of("%s is your code", some(r, DIGITS, 6)),
          r -> of("Dein Code lautet %s", some(r, DIGITS, 6)),
          r -> of("код: %s", some(r, DIGITS, 5)),
          r -> of("ваш код %s", some(r, DIGITS, 6)),
          r -> of("el código es %s", some(r, DIGITS, 6)),
          r -> of("cvv %s", some(r, DIGITS, 3)));

  /** Another one. Kinds take turns. */
  public static PlantedSecret of(SplittableRandom random, int number) {
    return KINDS.get(number % KINDS.size()).apply(random);
  }

  private static PlantedSecret of(String message, String secret) {
    return new PlantedSecret(secret, message.formatted(secret));
  }

  /** Whether a text gives it away, however it is written. */
  public boolean isIn(String said) {
    return isInBare(bare(said));
  }

  /**
   * The same.
   *
   * @param all a {@link #bare} text
   */
  public boolean isInBare(String all) {
    String bare = bare(text);
    for (int at = all.indexOf(bare); at >= 0; at = all.indexOf(bare, at + 1)) {
      boolean begins = at == 0 || !Character.isLetterOrDigit(all.charAt(at - 1));
      int end = at + bare.length();
      if ((begins && (end == all.length() || !Character.isLetterOrDigit(all.charAt(end))))
          || bare.length() > 6) {
        return true;
      }
    }
    return false;
  }

  /** Without what groups digits. */
  public static String bare(String text) {
    return text.replaceAll("(?<=[\\d)+])[ ()-]+(?=\\d)", "").replaceAll("[()]", "");
  }

  private static String password(SplittableRandom random) {
    String word = WORDS.get(random.nextInt(WORDS.size()));
    return switch (random.nextInt(4)) {
      case 0 -> word + some(random, DIGITS, 4);
      case 1 -> some(random, DIGITS, 2) + some(random, LOWER, 6);
      case 2 ->
          Character.toUpperCase(word.charAt(0)) + word.substring(1) + some(random, DIGITS, 4) + "!";
      default -> some(random, ALL, 5) + "9" + some(random, LOWER, 5) + "7";
    };
  }

  private static String some(SplittableRandom random, String letters, int count) {
    StringBuilder some = new StringBuilder();
    for (int i = 0; i < count; i++) {
      some.append(letters.charAt(random.nextInt(letters.length())));
    }
    return some.toString();
  }

  /** With the last digit that Luhn's formula asks for. */
  private static String card(SplittableRandom random, String between) {
    String number = "4" + some(random, DIGITS, 14);
    int sum = 0;
    for (int i = 0; i < number.length(); i++) {
      int doubled = (number.charAt(i) - '0') * (i % 2 == 0 ? 2 : 1);
      sum += doubled / 10 + doubled % 10;
    }
    return (number + (10 - sum % 10) % 10).replaceAll("(.{4})(?!$)", "$1" + between);
  }

  /** A word or two as they follow in a sentence. */
  private static String afterwards(SplittableRandom random) {
    return List.of(
            "pls", "es mi cuenta", "ist meine", "von mir", "it is", "auch ok", "belongs to me")
        .get(random.nextInt(7));
  }

  /** As people in Spain and Portugal group nine digits. */
  private static String groups(String number, SplittableRandom random) {
    return number.replaceFirst(
        "(...)(..)(.)(.)(..)",
        List.of("$1 $2 $3$4 $5", "$1 $2$3 $4$5", "$1-$2$3-$4$5", "$1$2$3$4$5")
            .get(random.nextInt(4)));
  }

  /** Of a country with an account's number of any length, whose letters are left out. */
  private static String iban(SplittableRandom random) {
    int account = 11 + random.nextInt(20);
    return iban(
        List.of("DE", "ES", "NO", "SE", "PL").get(random.nextInt(5)),
        some(random, DIGITS, account));
  }

  /** With the check digits of ISO 13616. */
  private static String iban(String country, String account) {
    String letters = "" + (country.charAt(0) - 'A' + 10) + (country.charAt(1) - 'A' + 10);
    int rest = new BigInteger(account + letters + "00").mod(BigInteger.valueOf(97)).intValue();
    return country + "%02d".formatted(98 - rest) + account;
  }
}
