package io.mynah.chat.upload;

import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.words.Phrases;
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
  private final UploadReception reception;
  private final UploadRepository repository;
  private final UploadLocks locks;
  private final SurveyStep surveys;
  private final int minMessages;

  UploadButtons(
      Channel channel,
      UploadReception reception,
      UploadRepository repository,
      UploadLocks locks,
      SurveyStep surveys,
      int minMessages) {
    this.channel = channel;
    this.reception = reception;
    this.repository = repository;
    this.locks = locks;
    this.surveys = surveys;
    this.minMessages = minMessages;
  }

  boolean accept(PressHandler.Pressed pressed) throws IOException {
    return step(pressed, reception::accept);
  }

  boolean decline(PressHandler.Pressed pressed) throws IOException {
    return step(
        pressed,
        upload -> {
          if (!(upload.state() instanceof UploadState.Offered)) {
            return false;
          }
          repository.end(upload, "upload.declined");
          return true;
        });
  }

  boolean pagesComplete(PressHandler.Pressed pressed) throws IOException {
    return step(pressed, reception::closePages);
  }

  boolean cancel(PressHandler.Pressed pressed) {
    Optional<Upload> upload = repository.find(pressed.owner(), pressed.id(0));
    upload.ifPresent(
        u -> {
          locks.stop(u, "upload.cancelled", Duration.ZERO);
          if (!pressed.message().equals(u.notice())) {
            channel.edit(pressed.message(), Reply.of(pressed.phrases().of("cancel.upload")));
          }
        });
    return upload.isPresent();
  }

  boolean chooseChat(PressHandler.Pressed pressed) throws IOException {
    return step(
        pressed,
        UploadState.AskingChat.class,
        (upload, question) ->
            pressed.id(1) < question.findings().chats().size()
                && choose(upload, question.findings(), (int) pressed.id(1)));
  }

  /** Goes on with the chat at a position. */
  boolean choose(Upload upload, UploadFindings findings, int position) throws IOException {
    Optional<Upload> next = surveys.choose(upload, findings.choosing(position));
    if (next.isPresent()) {
      goOn(next.get());
    }
    return true;
  }

  boolean turnChats(PressHandler.Pressed pressed) throws IOException {
    return step(
        pressed,
        UploadState.AskingChat.class,
        (upload, question) ->
            pressed.id(1) < ChoiceText.pages(question.findings().chats().size())
                && turned(upload, question, pressed));
  }

  boolean turnPeople(PressHandler.Pressed pressed) throws IOException {
    return step(
        pressed,
        UploadState.AskingPeople.class,
        (upload, question) ->
            pressed.id(1) < ChoiceText.pages(question.findings().chosen().trainable().size())
                && turned(upload, question, pressed));
  }

  private boolean turned(Upload upload, UploadState.Asking question, PressHandler.Pressed pressed)
      throws IOException {
    return asked(upload, question.about(question.findings().showing((int) pressed.id(1))));
  }

  private boolean asked(Upload upload, UploadState.Asking question) throws IOException {
    Upload unused = ask(upload, question);
    return true;
  }

  boolean pick(PressHandler.Pressed pressed) throws IOException {
    return step(
        pressed,
        UploadState.AskingPeople.class,
        (upload, question) -> {
          UploadFindings findings = question.findings();
          long position = pressed.id(1);
          if (position >= findings.chosen().people().size()
              || !findings.chosen().trainable().contains((int) position)) {
            return false;
          }
          List<Integer> picked = new ArrayList<>(findings.picked());
          if (!picked.remove(Integer.valueOf((int) position))) {
            picked.add((int) position);
          }
          return asked(upload, question.about(findings.picking(picked)));
        });
  }

  boolean train(PressHandler.Pressed pressed) throws IOException {
    return step(
        pressed,
        UploadState.AskingPeople.class,
        (upload, question) ->
            !question.findings().picked().isEmpty()
                && (ChoiceText.pickedNumber(question.findings()) == pressed.id(1)
                    ? train(pressed, upload, question.findings())
                    : outdated(pressed, upload)));
  }

  /** Removes the buttons of an older message about who is picked; the question keeps its own. */
  private boolean outdated(PressHandler.Pressed pressed, Upload upload) {
    Reply shown = pressed.shown();
    if (shown != null && !pressed.message().equals(upload.notice())) {
      channel.edit(pressed.message(), Reply.of(shown.text()));
    }
    return false;
  }

  /** Goes on with the people who were picked. */
  private boolean train(PressHandler.Pressed pressed, Upload upload, UploadFindings findings)
      throws IOException {
    goOn(repository.move(upload, new UploadState.Importing(findings)));
    if (!pressed.message().equals(upload.notice())) {
      // The people were named in words; the notice shows the progress, and this button is used up.
      channel.edit(
          pressed.message(), new ChoiceText(repository.phrases(upload)).pickedAlready(findings));
    }
    return true;
  }

  /** Asks again with what was changed, in the same state. */
  Upload ask(Upload upload, UploadState.Asking question) throws IOException {
    Upload next = repository.move(upload, question);
    ChoiceText text = new ChoiceText(repository.phrases(next));
    return repository.show(
        next,
        question instanceof UploadState.AskingChat
            ? text.chats(next.id(), question.findings(), minMessages)
            : text.people(next.id(), question.findings(), minMessages));
  }

  private void goOn(Upload upload) throws IOException {
    Phrases phrases = repository.phrases(upload);
    Action cancel = Action.of(Verb.CANCEL_UPLOAD, upload.id());
    reception.workOn(
        repository.show(
            upload,
            new Reply(
                phrases.of("upload.chosen"),
                List.of(List.of(phrases.button("button.cancel", cancel))))));
  }

  private interface Choice {
    boolean make(Upload upload, UploadState.Asking question) throws IOException;
  }

  private boolean step(
      PressHandler.Pressed pressed, Class<? extends UploadState.Asking> asked, Choice choice)
      throws IOException {
    return step(
        pressed,
        upload ->
            asked.isInstance(upload.state()) && choice.make(upload, asked.cast(upload.state())));
  }

  /** Takes a step, or says that what the button would begin is under way. */
  private boolean step(PressHandler.Pressed pressed, UploadLocks.Step step) throws IOException {
    if (locks.step(pressed.owner(), pressed.id(0), step)) {
      return true;
    }
    boolean underWay =
        repository
            .find(pressed.owner(), pressed.id(0))
            .filter(upload -> upload.state().busy())
            .isPresent();
    if (underWay) {
      channel.send(
          pressed.envelope().address(), Reply.of(pressed.phrases().of("upload.under-way")));
    }
    return underWay;
  }
}
