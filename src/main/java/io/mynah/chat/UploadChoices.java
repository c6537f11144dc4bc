package io.mynah.chat;

import io.mynah.store.Uploads.Upload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The buttons that choose a chat and people of an upload. Thread-safe. */
final class UploadChoices {
  private final UploadDesk desk;
  private final UploadShelf shelf;
  private final UploadWorker worker;
  private final int minMessages;

  UploadChoices(UploadDesk desk, UploadShelf shelf, UploadWorker worker, int minMessages) {
    this.desk = desk;
    this.shelf = shelf;
    this.worker = worker;
    this.minMessages = minMessages;
  }

  boolean chooseChat(PressHandler.Pressed pressed) {
    return step(
        pressed,
        UploadState.ASKING_CHAT,
        (upload, findings) -> {
          if (pressed.id(1) >= findings.chats().size()) {
            return false;
          }
          Findings chosen = findings.choosing((int) pressed.id(1));
          Optional<Upload> next = worker.choose(upload, chosen);
          if (next.isPresent()) {
            goOn(next.get());
          }
          return true;
        });
  }

  boolean turnChats(PressHandler.Pressed pressed) {
    return step(
        pressed,
        UploadState.ASKING_CHAT,
        (upload, findings) ->
            pressed.id(1) < ChoiceText.pages(findings.chats().size())
                && ask(upload, findings.showing((int) pressed.id(1))));
  }

  boolean turnPeople(PressHandler.Pressed pressed) {
    return step(
        pressed,
        UploadState.ASKING_PERSON,
        (upload, findings) ->
            pressed.id(1) < ChoiceText.pages(findings.chosen().trainable().size())
                && ask(upload, findings.showing((int) pressed.id(1))));
  }

  boolean pick(PressHandler.Pressed pressed) {
    return step(
        pressed,
        UploadState.ASKING_PERSON,
        (upload, findings) -> {
          long position = pressed.id(1);
          if (position >= findings.chosen().people().size()
              || !findings.chosen().trainable().contains((int) position)) {
            return false;
          }
          List<Integer> picked = new ArrayList<>(findings.picked());
          if (!picked.remove(Integer.valueOf((int) position))) {
            picked.add((int) position);
          }
          return ask(upload, findings.picking(picked));
        });
  }

  boolean train(PressHandler.Pressed pressed) {
    return step(
        pressed,
        UploadState.ASKING_PERSON,
        (upload, findings) -> {
          if (findings.picked().isEmpty()) {
            return false;
          }
          goOn(shelf.move(upload, UploadState.IMPORTING, findings));
          return true;
        });
  }

  /** Asks again with what was changed, in the same state. */
  private boolean ask(Upload upload, Findings findings) throws IOException {
    UploadState state = UploadState.of(upload);
    Upload next = shelf.move(upload, state, findings);
    ChoiceText text = new ChoiceText(shelf.phrases(next));
    Upload unused =
        shelf.show(
            next,
            state == UploadState.ASKING_CHAT
                ? text.chats(next.id(), findings, minMessages)
                : text.people(next.id(), findings, minMessages));
    return true;
  }

  private void goOn(Upload upload) throws IOException {
    Phrases phrases = shelf.phrases(upload);
    Action cancel = Action.of(Verb.CANCEL_UPLOAD, upload.id());
    desk.workOn(
        shelf.show(
            upload,
            new Reply(
                phrases.of("upload.chosen"),
                List.of(List.of(phrases.button("button.cancel", cancel))))));
  }

  private interface Choice {
    boolean make(Upload upload, Findings findings) throws IOException;
  }

  private boolean step(PressHandler.Pressed pressed, UploadState state, Choice choice) {
    return desk.locked(
        pressed.owner(),
        pressed.id(0),
        upload ->
            UploadState.of(upload) == state && choice.make(upload, UploadJson.findings(upload)));
  }
}
