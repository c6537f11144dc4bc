package io.mynah.chat.upload;

import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.words.Phrases;
import io.mynah.store.Uploads.Upload;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The buttons under what is said of an upload: whether to read it, which chat and which people are
 * meant, and to end it. Thread-safe.
 */
final class UploadButtons {
  private final Channel channel;
  private final UploadDesk desk;
  private final UploadShelf shelf;
  private final UploadGate gate;
  private final UploadWorker worker;
  private final int minMessages;

  UploadButtons(
      Channel channel,
      UploadDesk desk,
      UploadShelf shelf,
      UploadGate gate,
      UploadWorker worker,
      int minMessages) {
    this.channel = channel;
    this.desk = desk;
    this.shelf = shelf;
    this.gate = gate;
    this.worker = worker;
    this.minMessages = minMessages;
  }

  boolean accept(PressHandler.Pressed pressed) throws IOException {
    return step(pressed, desk::accept);
  }

  boolean decline(PressHandler.Pressed pressed) throws IOException {
    return step(
        pressed,
        upload -> {
          if (UploadState.of(upload) != UploadState.OFFERED) {
            return false;
          }
          shelf.end(upload, "upload.declined");
          return true;
        });
  }

  boolean pagesComplete(PressHandler.Pressed pressed) throws IOException {
    return step(pressed, desk::closePages);
  }

  boolean cancel(PressHandler.Pressed pressed) {
    Optional<Upload> upload = shelf.find(pressed.owner(), pressed.id(0));
    upload.ifPresent(
        u -> {
          gate.stop(u, "upload.cancelled", Duration.ZERO);
          if (!pressed.message().equals(u.notice())) {
            channel.edit(pressed.message(), Reply.of(pressed.phrases().of("cancel.upload")));
          }
        });
    return upload.isPresent();
  }

  boolean chooseChat(PressHandler.Pressed pressed) throws IOException {
    return step(
        pressed,
        UploadState.ASKING_CHAT,
        (upload, findings) ->
            pressed.id(1) < findings.chats().size()
                && choose(upload, findings, (int) pressed.id(1)));
  }

  /** Goes on with the chat at a position. */
  boolean choose(Upload upload, Findings findings, int position) throws IOException {
    Optional<Upload> next = worker.choose(upload, findings.choosing(position));
    if (next.isPresent()) {
      goOn(next.get());
    }
    return true;
  }

  boolean turnChats(PressHandler.Pressed pressed) throws IOException {
    return step(
        pressed,
        UploadState.ASKING_CHAT,
        (upload, findings) ->
            pressed.id(1) < ChoiceText.pages(findings.chats().size())
                && asked(upload, findings.showing((int) pressed.id(1))));
  }

  boolean turnPeople(PressHandler.Pressed pressed) throws IOException {
    return step(
        pressed,
        UploadState.ASKING_PERSON,
        (upload, findings) ->
            pressed.id(1) < ChoiceText.pages(findings.chosen().trainable().size())
                && asked(upload, findings.showing((int) pressed.id(1))));
  }

  private boolean asked(Upload upload, Findings findings) throws IOException {
    Upload unused = ask(upload, findings);
    return true;
  }

  boolean pick(PressHandler.Pressed pressed) throws IOException {
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
          return asked(upload, findings.picking(picked));
        });
  }

  boolean train(PressHandler.Pressed pressed) throws IOException {
    return step(
        pressed,
        UploadState.ASKING_PERSON,
        (upload, findings) ->
            !findings.picked().isEmpty()
                && (ChoiceText.pickedNumber(findings) == pressed.id(1)
                    ? train(pressed, upload, findings)
                    : outdated(pressed, upload)));
  }

  /** Takes the buttons off a message that says whom was picked then; the question keeps its own. */
  private boolean outdated(PressHandler.Pressed pressed, Upload upload) {
    Reply shown = pressed.shown();
    if (shown != null && !pressed.message().equals(upload.notice())) {
      channel.edit(pressed.message(), Reply.of(shown.text()));
    }
    return false;
  }

  /** Goes on with the people who were picked. */
  private boolean train(PressHandler.Pressed pressed, Upload upload, Findings findings)
      throws IOException {
    goOn(shelf.move(upload, UploadState.IMPORTING, findings));
    if (!pressed.message().equals(upload.notice())) {
      // It was said in words whom to pick; the notice goes on, and the button is done with.
      channel.edit(
          pressed.message(), new ChoiceText(shelf.phrases(upload)).pickedAlready(findings));
    }
    return true;
  }

  /** Asks again with what was changed, in the same state. */
  Upload ask(Upload upload, Findings findings) throws IOException {
    UploadState state = UploadState.of(upload);
    Upload next = shelf.move(upload, state, findings);
    ChoiceText text = new ChoiceText(shelf.phrases(next));
    return shelf.show(
        next,
        state == UploadState.ASKING_CHAT
            ? text.chats(next.id(), findings, minMessages)
            : text.people(next.id(), findings, minMessages));
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

  private boolean step(PressHandler.Pressed pressed, UploadState state, Choice choice)
      throws IOException {
    return step(
        pressed,
        upload ->
            UploadState.of(upload) == state && choice.make(upload, UploadJson.findings(upload)));
  }

  /** Takes a step, or says that what the button would begin is under way. */
  private boolean step(PressHandler.Pressed pressed, UploadGate.Step step) throws IOException {
    if (gate.step(pressed.owner(), pressed.id(0), step)) {
      return true;
    }
    boolean underWay =
        shelf
            .find(pressed.owner(), pressed.id(0))
            .filter(upload -> UploadState.of(upload).busy())
            .isPresent();
    if (underWay) {
      channel.send(
          pressed.envelope().address(), Reply.of(pressed.phrases().of("upload.under-way")));
    }
    return underWay;
  }
}
