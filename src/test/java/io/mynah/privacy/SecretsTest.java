package io.mynah.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "call me at +49 151 23456789 tonight|call me at * tonight",
        "+1 415-555-2671|*",
        "it's (415) 555-2671 ok?|it's * ok?",
        "8 916 123-45-67 звони|* звони",
        "+7(916)123-45-67|*",
        "0171 2345678 ruf an|* ruf an",
        "+44 20 7946 0958|*",
        "11 91234-5678|*",
        "4111 1111 1111 1111 12/27|*/27",
        "card 5500005555555559|card *",
        "DE89 3704 0044 0532 0130 00 danke|* danke",
        "gb82west12345698765432|*",
        "mail me: jane.doe+x@example.co.uk!|mail me: *!",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq|*",
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa take it|* take it",
        "0x52908400098527886E0F7030069857D2E4169EE7|*",
        "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw|*",
        "sk-abcdefghijklmnop1234|*",
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a|*",
        "AKIAIOSFODNN7EXAMPLE|*",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzR4kQ9vTm2|*",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U|*",
        "postgres://bob:pw1@db/x go|* go",
        "https://x.org/reset?token=abcd1234 now|* now",
        "https://discord.gg/aBcDeF|*",
        "123-45-6789|*",
        "my password is hunter2|my password is *",
        "the password is swordfish.|the password is *.",
        "password: correcthorse ok|password: * ok",
        "wifi pass: cat cat|wifi pass: * cat",
        "пароль: котик|пароль: *",
        "пароль от почты qwerty12|пароль от почты *",
        "Passwort Sommer2020!|Passwort *!",
        "Das Passwort lautet hallo12|Das Passwort lautet *",
        "la contraseña es gato99|la contraseña es *",
        "contraseña: gatito|contraseña: *",
        "minha senha é flor123|minha senha é *",
        "a senha do wifi é casa2020|a senha do wifi é *",
        "pin 1234|pin *",
        "I posted my pin 4711|I posted my pin *",
        "new status, my code 5931|new status, my code *",
        "the pin is 0000 haha|the pin is * haha",
        "code 482913|code *",
        "your verification code: 48-29-13|your verification code: *",
        "482 913 is your code|* is your code",
        "G-482913 is your Google verification code|* is your Google verification code",
        "Код 4829|Код *",
        "Код подтверждения: 482913|Код подтверждения: *",
        "door code 4521#|door code *#",
        "api key = abc123def|api key = *",
        "secretkey: abc123def|secretkey: *",
        "WLANpass: sommer|WLANpass: *",
        "La contraseña es: gato99|La contraseña es: *",
        "my password is: hunter2|my password is: *",
        "Das WLAN-Passwort lautet: sommer|Das WLAN-Passwort lautet: *",
        "Пароль такой: qwerty12|Пароль такой: *",
        "mi contraseña nueva: gatito|mi contraseña nueva: *",
        "my password is now: \"let me in\" ok|my password is now: \"*\" ok",
        "a senha é: casa|a senha é: *",
        "the code is: AB12-CD|the code is: *",
        "ES9121000418450200051332 es mi cuenta|* es mi cuenta",
        "AT611904300234573201 ist meine|* ist meine",
        "BE68 5390 0754 7034 von mir|* von mir",
        "SE4550000000058398257466 belongs to me|* belongs to me",
        "ES91-2100-0418-4502-0005-1332 vale|* vale",
        "612 34 56 78|*",
        "612 345 678|*",
        "mi móvil es 612 345 678 vale|mi móvil es * vale",
        "o meu número é o 912 345 678|o meu número é o *",
        "liga 21 234 56 78|liga *",
        "o 91 234 56 78 é o meu|o * é o meu",
        "y el 612-345-678 de Ana|y el * de Ana",
        "pásate: https://wa.me/34612345678 y hablamos|pásate: * y hablamos",
        "wa.me/34612345678?text=hola|*",
        "https://api.whatsapp.com/send?phone=5511999999999|*",
        "whatsapp://send?text=oi&phone=%2B5511999999999|*",
        "Karte.4111111111111111|Karte.*",
        "nr.4111 1111 1111 1111|nr.*",
        "4111.1111.1111.1111|*",
        "es ist/4111111111111111 ok|es ist/* ok",
        "3782.822463.10005 amex|* amex",
        "passphrase: correct horse battery staple|passphrase: *",
        "my passphrase is: correct horse battery staple|my passphrase is: *",
        "Wiederherstellungsphrase: eins zwei drei|Wiederherstellungsphrase: *",
        "frase de recuperación: uno dos tres cuatro|frase de recuperación: *",
        "frase-senha = um dois tres|frase-senha = *",
        "парольная фраза: раз два три|парольная фраза: *",
        "seed phrase: witch collapse practice feed shame open despair creek road again ice least|seed phrase: *"
      })
  void masksWhatIsSecret(String text, String masked) {
    assertThat(Secrets.masked(text).replace(Secrets.PLACEHOLDER, '*')).isEqualTo(masked);
    assertThat(Secrets.anyIn(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "see you at 18:30",
        "on 2019-02-03 or 04.05.2019",
        "2023-06-01 07:50:00",
        "from 2019-02-03 to 2019-03-04",
        "12/05/2019 - 13/05/2019",
        "it cost 1,299.99€",
        "1 000 000 people",
        "1 234 567 890 views",
        "12345678",
        "1000000000000",
        "10 20 30 40 50 60",
        "3.14159265358979",
        "192.168.100.101",
        "v1.20.300-4000",
        "2019 2020 2021",
        "100-200 or 300-400",
        "hahahahahahahahahahahaha",
        "HAHAHAHHAHAHahahahahaha",
        "aaaaaaaaaaaaaaaaaaaaaaaa1",
        "Donaudampfschifffahrtsgesellschaftskapitän",
        "pneumonoultramicroscopicsilicovolcanoconiosis",
        "getPlayerInfoFromServerByIdentifier",
        "IMG_20190203_123456.jpg",
        "https://en.wikipedia.org/wiki/The_Lord_of_the_Rings_(film_series)",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://github.com/ddnet/ddnet/pull/6543/files",
        "https://github.com/ddnet/ddnet/issues/5654#issuecomment-1612162585",
        "https://github.com/ddnet/ddnet/blob/2e1157bf3f986d975ef1f49c8bf0dca972f1baf6/src/snapshot.cpp#L80",
        "<:rust:920765596289880074> nice <@&746414504488861747>",
        "@bella come here",
        "my password is weird lol",
        "the password is wrong",
        "i forgot my password again",
        "your password is too long",
        "what was the password?",
        "password for what?",
        "das passwort ist falsch",
        "la contraseña es muy larga",
        "a senha é fraca",
        "пароль неверный",
        "error code 404404",
        "the code is bad",
        "i code 10 hours a day",
        "код ошибки 5005",
        "my code compiles in 100 seconds",
        "pass me the salt",
        "he passed 2 of 3",
        "keys on the table",
        "spin 1234 times",
        "exit code 1370",
        "my postcode 90210",
        "código de error 4040",
        "код ошибки 4040",
        "это код или нет?",
        "costó 612 345 678 en total",
        "912 345 678 pessoas",
        "0.4111111111111111",
        "https://www.whatsapp.com/android",
        "that's a nice phrase: to be or not to be"
      })
  void letsPassWhatIsNot(String text) {
    assertThat(Secrets.masked(text)).isEqualTo(text);
    assertThat(Secrets.anyIn(text)).isFalse();
  }

  @Test
  void findsAlmostAllOfAThousand() {
    SplittableRandom random = new SplittableRandom(5);
    List<String> missed = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      PlantedSecret secret = PlantedSecret.of(random, i);
      if (secret.isIn(Secrets.masked(secret.message()))) {
        missed.add(secret.message());
      }
    }
    assertThat(missed).isEmpty();
  }

  @Test
  void masksAPhraseToTheEndOfItsLineAlone() {
    assertThat(Secrets.masked("passphrase: one two three\nsee you").replace('\uE000', '*'))
        .isEqualTo("passphrase: *\nsee you");
  }

  @Test
  void masksAMaskedTextNoMore() {
    String once = Secrets.masked("my password is hunter2, pin 1234, +49 151 23456789");
    assertThat(Secrets.masked(once)).isEqualTo(once);
  }
}
