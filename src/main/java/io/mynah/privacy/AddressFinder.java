package io.mynah.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.EmailValidator;

/**
 * Finds mail addresses, and links that give access or contain a phone number. Links that give
 * access contain a name and password, a token, or an invitation. Thread-safe.
 */
final class AddressFinder implements SecretFinder {
  private static final Pattern MAIL =
      Pattern.compile(
          "[\\p{L}\\p{N}_%+][\\p{L}\\p{N}._%+'-]*@[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)+");

  private static final Pattern LINK =
      Pattern.compile(
          "(?:[a-z][a-z0-9+.-]*://|www\\.|(?<![\\p{L}\\p{N}.])(?:t\\.me|discord\\.gg|wa\\.me|(?:chat|api)\\.whatsapp\\.com|signal\\.me)/)[^\\s<>\"]+",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern CREDENTIALS =
      Pattern.compile("^[a-z][a-z0-9+.-]*://[^/?#@]+@.*", Pattern.CASE_INSENSITIVE);

  /** A parameter whose name is that of a key, with its value. */
  private static final Pattern KEY =
      Pattern.compile(
          "[?&#;](?:[\\w.-]*(?:token|secret|passw(?:or)?d|pwd|api_?key|apikey|signature|session|auth)[\\w.-]*|key|sig|code|otp|pin)=[^&#]{4,}",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern VALUE = Pattern.compile("[?&#;][^=&#]*=([^&#]{16,})");

  private static final Pattern INVITATION =
      Pattern.compile(
          "(?:t\\.me/(?:\\+|joinchat/)|discord(?:\\.gg|(?:app)?\\.com/invite)/|chat\\.whatsapp\\.com/).{4,}",
          Pattern.CASE_INSENSITIVE);

  /** Links that contain a phone number. */
  private static final Pattern TELEPHONE =
      Pattern.compile(
          "://(?:www\\.)?wa\\.me/.{4,}|^(?:www\\.)?wa\\.me/.{4,}|signal\\.me/#.{4,}"
              + "|[?&#;](?:phone|number|tel|mobile)=(?:\\+|%2b|%20| )*\\d{7,}",
          Pattern.CASE_INSENSITIVE);

  /** A Git commit in a link, which is no secret. */
  private static final Pattern COMMIT =
      Pattern.compile("/(?:commits?|blob|tree|raw|blame|compare)/[0-9a-f]{40}");

  /** Emoji and mentions as Discord writes them. */
  private static final Pattern MENTION = Pattern.compile("<(?:a?:\\w+:|[@#][!&]?)\\d+>");

  private final EmailValidator mail = EmailValidator.getInstance(false, false);

  @Override
  public List<SecretSpan> find(String text) {
    List<SecretSpan> found = new ArrayList<>();
    if (text.indexOf('@') >= 0) {
      found.addAll(PatternMatches.of(MAIL, text, match -> mail.isValid(match.group())));
    }
    if (text.indexOf('/') >= 0 || text.indexOf('=') >= 0) {
      found.addAll(PatternMatches.of(LINK, text, match -> givesAccess(match.group())));
    }
    return found;
  }

  private static boolean givesAccess(String link) {
    return CREDENTIALS.matcher(link).matches()
        || KEY.matcher(link).find()
        || INVITATION.matcher(link).find()
        || TELEPHONE.matcher(link).find()
        || VALUE.matcher(link).results().anyMatch(value -> TokenFinder.isRandom(value.group(1)))
        || TokenFinder.hasRandomPart(COMMIT.matcher(link).replaceAll("/"));
  }

  /** The text with blanks in place of links, emoji and mentions, whose numbers are public ids. */
  static String without(String text) {
    if (text.indexOf('/') < 0 && text.indexOf('<') < 0) {
      return text;
    }
    StringBuilder blanked = new StringBuilder(text);
    List<SecretSpan> publicIds = new ArrayList<>(PatternMatches.of(LINK, text, match -> true));
    publicIds.addAll(PatternMatches.of(MENTION, text, match -> true));
    for (SecretSpan span : publicIds) {
      blanked.replace(span.from(), span.to(), " ".repeat(span.to() - span.from()));
    }
    return blanked.toString();
  }
}
