package io.mynah.export.whatsapp;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells what people wrote from what WhatsApp wrote in their place: that there was a photo, that a
 * message was deleted or edited. On iOS such notices begin with a left-to-right mark in every
 * language; on Android those about media have angle brackets, and others are known by their words.
 */
final class Notices {
  /** The mark that iOS sets before notices, which people do not type. */
  private static final char MARK = '\u200e';

  /** What is between the name of a document and the mark: {@code plans.pdf • 2 pages}. */
  private static final String BULLET = "•";

  private static final Pattern ISOLATES = Pattern.compile("[\u2068\u2069]");

  /** An attached file: {@code IMG-20201231-WA0001.jpg (file attached)}. */
  private static final Pattern ATTACHED =
      Pattern.compile(
          "(?iu)(?:(?:IMG|VID|AUD|PTT|STK|DOC|GIF)-\\d{8}-WA\\d{4,}\\.\\w{2,5} \\([^()]{3,40}\\)"
              + "|[^\\n]{1,250}\\.\\w{2,5} \\((?:file attached|datei angehängt|archivo adjunto"
              + "|arquivo anexado|ficheiro anexado|fichier joint|file allegato|bestand bijgevoegd"
              + "|файл добавлен|файл прикреплен|dosya ekli|plik załączony|bifogad fil)\\))"
              + "|<[^<>:\\n]{1,30}\\s?[:：]\\s?[^<>\\n]{1,250}\\.\\w{2,5}>");

  /** A notice in angle brackets: {@code <Media omitted>}. */
  private static final Pattern BRACKETS = Pattern.compile("<[^<>\\n]{3,60}>");

  private static final Pattern LOCATION =
      Pattern.compile("(?u)[\\p{L} ]{3,40}: https://maps\\.google\\.com/\\?q=[-\\d.,]+");

  /** What is added to a message that was edited. */
  private static final Pattern EDITED =
      Pattern.compile(
          "(?iu)<(?:this message was edited|diese nachricht wurde bearbeitet|se editó este mensaje"
              + "|este mensaje fue editado|mensagem editada|esta mensagem foi editada"
              + "|ce message a été modifié|questo messaggio è stato modificato"
              + "|dit bericht is bewerkt|(?:данное )?сообщение изменено)\\.?>\\s*$");

  /** Whole messages, without a full stop, in lower case. */
  private static final Set<String> WHOLE =
      Set.of(
          "null",
          "this message was deleted",
          "you deleted this message",
          "diese nachricht wurde gelöscht",
          "du hast diese nachricht gelöscht",
          "se eliminó este mensaje",
          "este mensaje fue eliminado",
          "eliminaste este mensaje",
          "mensagem apagada",
          "esta mensagem foi apagada",
          "você apagou esta mensagem",
          "apagou esta mensagem",
          "сообщение удалено",
          "данное сообщение удалено",
          "это сообщение удалено",
          "вы удалили данное сообщение",
          "вы удалили это сообщение",
          "ce message a été supprimé",
          "vous avez supprimé ce message",
          "questo messaggio è stato eliminato",
          "hai eliminato questo messaggio",
          "dit bericht is verwijderd",
          "u hebt dit bericht verwijderd",
          "je hebt dit bericht verwijderd",
          "bu mesaj silindi",
          "image omitted",
          "video omitted",
          "audio omitted",
          "sticker omitted",
          "gif omitted",
          "document omitted",
          "contact card omitted",
          "video note omitted",
          "bild weggelassen",
          "video weggelassen",
          "audio weggelassen",
          "sticker weggelassen",
          "gif weggelassen",
          "dokument weggelassen",
          "kontaktkarte ausgelassen",
          "imagen omitida",
          "video omitido",
          "audio omitido",
          "sticker omitido",
          "gif omitido",
          "documento omitido",
          "tarjeta de contacto omitida",
          "imagem ocultada",
          "vídeo omitido",
          "áudio ocultado",
          "figurinha omitida",
          "изображение отсутствует",
          "видео отсутствует",
          "аудио отсутствует",
          "стикер отсутствует",
          "документ отсутствует",
          "image absente",
          "vidéo absente",
          "audio omis",
          "sticker omis",
          "immagine omessa",
          "video omesso",
          "audio omesso",
          "sticker non incluso",
          "afbeelding weggelaten",
          "video weggelaten",
          "audio weggelaten",
          "missed voice call",
          "missed video call",
          "waiting for this message",
          "waiting for this message. this may take a while");

  /** No notice is longer. */
  private static final int NOTICE_LENGTH = 200;

  private Notices() {}

  /**
   * What a person wrote of a message.
   *
   * @param text all of it, with line breaks
   * @return empty if nothing is theirs
   */
  static String ownText(String text) {
    String own = text.indexOf(MARK) < 0 ? text : withoutMarked(text);
    int end = own.indexOf('\n');
    String first = (end < 0 ? own : own.substring(0, end)).strip();
    if (ATTACHED.matcher(first).matches() || (end >= 0 && BRACKETS.matcher(first).matches())) {
      // What follows is the caption.
      own = end < 0 ? "" : own.substring(end + 1);
    }
    own = EDITED.matcher(own).replaceFirst("");
    String whole = own.strip();
    if (BRACKETS.matcher(whole).matches() || LOCATION.matcher(whole).matches() || isNotice(whole)) {
      return "";
    }
    return ISOLATES.matcher(own).replaceAll("");
  }

  private static boolean isNotice(String text) {
    if (text.length() > NOTICE_LENGTH) {
      return false;
    }
    String words = text.toLowerCase(Locale.ROOT);
    String sentence = words.endsWith(".") ? words.substring(0, words.length() - 1) : words;
    return WHOLE.contains(sentence) || sentence.startsWith("this message was deleted by admin ");
  }

  /** Leaves out what follows a mark in its line; all, if that is how the message begins. */
  private static String withoutMarked(String text) {
    StringBuilder own = new StringBuilder();
    boolean first = true;
    for (String line : text.split("\n", -1)) {
      int mark = line.indexOf(MARK);
      boolean begins = mark >= 0 && line.substring(0, mark).isBlank();
      if (first && begins && !ATTACHED.matcher(line.substring(mark + 1).strip()).matches()) {
        return "";
      }
      boolean document = mark >= 0 && line.substring(0, mark).strip().endsWith(BULLET);
      if (!begins && !document) {
        own.append(own.isEmpty() ? "" : "\n").append(mark < 0 ? line : line.substring(0, mark));
      }
      first = false;
    }
    return own.toString();
  }
}
