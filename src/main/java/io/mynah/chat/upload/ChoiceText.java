package io.mynah.chat.upload;

import io.mynah.chat.Button;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.upload.UploadFindings.FoundChat;
import io.mynah.chat.upload.UploadFindings.FoundPerson;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** The questions which chat and which people of an export are meant, in pages. */
final class ChoiceText {
  static final int PAGE = 8;

  private final Phrases phrases;

  ChoiceText(Phrases phrases) {
    this.phrases = phrases;
  }

  Reply chats(long upload, UploadFindings findings, int minMessages) {
    int pages = pages(findings.chats().size());
    int page = Math.min(findings.page(), pages - 1);
    List<String> lines = new ArrayList<>();
    lines.add(phrases.of("ask.chat", "count", findings.chats().size()));
    if (findings.passedOver() > 0) {
      lines.add(
          phrases.of("ask.chats-left-out", "count", findings.passedOver(), "needed", minMessages));
    }
    addRemarks(lines, findings, page, pages);
    List<List<Button>> rows = new ArrayList<>();
    for (int i = page * PAGE; i < Math.min(findings.chats().size(), (page + 1) * PAGE); i++) {
      FoundChat chat = findings.chats().get(i);
      String label = phrases.of("button.counted", "name", title(chat), "count", chat.messages());
      rows.add(List.of(new Button(label, Action.of(Verb.CHOOSE_CHAT, upload, i).encode())));
    }
    addTurning(rows, Verb.CHATS_PAGE, upload, page, pages);
    rows.add(List.of(cancel(upload)));
    return new Reply(String.join("\n", lines), rows);
  }

  Reply people(long upload, UploadFindings findings, int minMessages) {
    FoundChat chat = findings.chosen();
    List<Integer> trainable = chat.trainable();
    int pages = pages(trainable.size());
    int page = Math.min(findings.page(), pages - 1);
    List<String> lines = new ArrayList<>();
    lines.add(phrases.of("ask.people", "title", title(chat), "count", chat.size()));
    int few = chat.size() - trainable.size();
    if (few > 0) {
      lines.add(phrases.of("ask.people-left-out", "count", few, "needed", minMessages));
    }
    addRemarks(lines, findings, page, pages);
    List<List<Button>> rows = new ArrayList<>();
    for (int i = page * PAGE; i < Math.min(trainable.size(), (page + 1) * PAGE); i++) {
      rows.add(List.of(person(upload, findings, trainable.get(i))));
    }
    addTurning(rows, Verb.PEOPLE_PAGE, upload, page, pages);
    rows.add(
        findings.picked().isEmpty()
            ? List.of(cancel(upload))
            : List.of(train(upload, findings), cancel(upload)));
    return new Reply(String.join("\n", lines), rows);
  }

  /** Who is picked so far, where that was said in words. */
  Reply picked(long upload, UploadFindings findings) {
    return new Reply(
        phrases.of("ask.picked", "names", names(findings)),
        List.of(List.of(train(upload, findings), cancel(upload))));
  }

  /** Who was picked, when they are trained. */
  Reply pickedAlready(UploadFindings findings) {
    return Reply.of(phrases.of("ask.picked-done", "names", names(findings)));
  }

  private String names(UploadFindings findings) {
    List<FoundPerson> people = findings.chosen().people();
    return Wording.names(
        phrases, findings.picked().stream().map(each -> people.get(each).name()).toList());
  }

  /**
   * A number for the people who are picked. A button with another number is out of date. The first
   * 56 bits of a SHA-256, which no two choices can be expected to share.
   */
  static long pickedNumber(UploadFindings findings) {
    List<Integer> picked = findings.picked();
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * (1 + picked.size()));
    bytes.putInt(findings.chat());
    picked.stream().sorted().forEach(bytes::putInt);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
      return ByteBuffer.wrap(digest).getLong() >>> Byte.SIZE;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private Button train(long upload, UploadFindings findings) {
    return new Button(
        phrases.of("button.train-picked", "count", findings.picked().size()),
        Action.of(Verb.TRAIN_PICKED, upload, pickedNumber(findings)).encode());
  }

  private Button person(long upload, UploadFindings findings, int position) {
    FoundPerson person = findings.chosen().people().get(position);
    String label =
        phrases.of(
            "button.counted", "name", Wording.name(person.name()), "count", person.messages());
    return new Button(
        findings.picked().contains(position) ? phrases.of("button.chosen", "label", label) : label,
        Action.of(Verb.PICK_PERSON, upload, position).encode());
  }

  private void addRemarks(List<String> lines, UploadFindings findings, int page, int pages) {
    if (findings.truncated()) {
      lines.add(phrases.of("upload.truncated"));
    }
    if (pages > 1) {
      lines.add(phrases.of("ask.page", "page", page + 1, "pages", pages));
    }
  }

  private void addTurning(List<List<Button>> rows, Verb verb, long upload, int page, int pages) {
    List<Button> turning = new ArrayList<>();
    if (page > 0) {
      turning.add(phrases.button("button.previous", Action.of(verb, upload, page - 1)));
    }
    if (page < pages - 1) {
      turning.add(phrases.button("button.next", Action.of(verb, upload, page + 1)));
    }
    if (!turning.isEmpty()) {
      rows.add(turning);
    }
  }

  private Button cancel(long upload) {
    return phrases.button("button.cancel", Action.of(Verb.CANCEL_UPLOAD, upload));
  }

  /** A chat's name, or words for chats without one. */
  String title(FoundChat chat) {
    String name = chat.name();
    if (name != null && !name.isBlank()) {
      return Wording.name(name);
    }
    return phrases.of(chat.type().equals("saved_messages") ? "chat.saved" : "chat.untitled");
  }

  static int pages(int entries) {
    return Math.max(1, (entries + PAGE - 1) / PAGE);
  }
}
