package io.mynah.chat.upload;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.upload.UploadFindings.FoundChat;
import io.mynah.chat.upload.UploadFindings.FoundPerson;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.MessageRef;
import io.mynah.text.NameFolding;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Answers in words to the questions which chat and which people of an upload are meant: quicker
 * than turning pages where there are many. A chat that is named is chosen; people who are named are
 * picked besides those who were before. Thread-safe.
 */
final class ChoiceByText {
  /** Signs, or “and” in a language that Mynah speaks. */
  private static final Pattern BETWEEN_NAMES =
      Pattern.compile(
          "\\s*(?:[,;&+\\n]|\\b(?:and|und|и|y|e)\\b)\\s*", Pattern.UNICODE_CHARACTER_CLASS);

  private static final int REMEMBERED = 1_000;

  private static final Pattern DIGITS = Pattern.compile("[\\p{Nd}\\s]+");

  private final Channel channel;
  private final UploadRepository repository;
  private final UploadLocks locks;
  private final UploadButtons buttons;

  /** Where it was said last who is picked, by upload. */
  private final Cache<Long, MessageRef> said =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  ChoiceByText(
      Channel channel, UploadRepository repository, UploadLocks locks, UploadButtons buttons) {
    this.channel = channel;
    this.repository = repository;
    this.locks = locks;
    this.buttons = buttons;
  }

  /** Takes words as the answer to the newest question; says whether there is a question. */
  boolean answer(Envelope envelope, Phrases phrases, String words) throws IOException {
    Optional<Upload> asking =
        repository.at(envelope.sender(), envelope.address()).stream()
            .filter(upload -> upload.state() instanceof UploadState.Asking)
            .findFirst();
    if (asking.isEmpty()) {
      return false;
    }
    if (!locks.step(envelope.sender(), asking.get().id(), upload -> take(upload, words))) {
      channel.send(envelope.address(), Reply.of(phrases.of("ask.by-name")));
    }
    return true;
  }

  private boolean take(Upload upload, String words) throws IOException {
    if (upload.state() instanceof UploadState.AskingChat question) {
      return takeChat(upload, question.findings(), words);
    }
    return upload.state() instanceof UploadState.AskingPeople question
        && takePeople(upload, question, words);
  }

  private boolean takeChat(Upload upload, UploadFindings findings, String words)
      throws IOException {
    ChoiceText text = new ChoiceText(repository.phrases(upload));
    List<String> titles = findings.chats().stream().map(text::title).toList();
    OptionalInt chat = only(titles, words);
    return chat.isPresent() && buttons.choose(upload, findings, chat.getAsInt());
  }

  private boolean takePeople(Upload upload, UploadState.AskingPeople question, String words)
      throws IOException {
    UploadFindings findings = question.findings();
    FoundChat chat = findings.chosen();
    List<Integer> trainable = chat.trainable();
    List<String> names = trainable.stream().map(chat.people()::get).map(FoundPerson::name).toList();
    Set<Integer> picked = new LinkedHashSet<>(findings.picked());
    OptionalInt whole = only(names, words);
    int last = 0;
    // A name may hold a comma or an “and” itself.
    String[] wanted = whole.isPresent() ? new String[] {words} : BETWEEN_NAMES.split(words);
    for (String each : wanted) {
      OptionalInt one = only(names, each);
      if (one.isEmpty()) {
        return false;
      }
      picked.add(trainable.get(one.getAsInt()));
      last = one.getAsInt();
    }
    UploadFindings more = findings.picking(List.copyOf(picked)).showing(last / ChoiceText.PAGE);
    Phrases phrases = repository.phrases(upload);
    Reply soFar = new ChoiceText(phrases).picked(upload.id(), more);
    if (phrases.isTyped()) {
      // The numbers of the question, which is shown with its ticks, stay those to type.
      channel.send(upload.address(), Reply.of(soFar.text()));
    }
    Upload asked = buttons.ask(upload, question.about(more));
    if (!phrases.isTyped()) {
      MessageRef before = said.getIfPresent(upload.id());
      if (before != null) {
        // Only the newest has buttons.
        channel.edit(before, Reply.of(soFar.text()));
      }
      said.put(upload.id(), channel.send(asked.address(), soFar));
    }
    return true;
  }

  /**
   * The only name that is this text, or else the only one that holds it; digits are whole names.
   */
  private static OptionalInt only(List<String> names, String text) {
    String wanted = NameFolding.fold(text);
    if (wanted.isEmpty()) {
      return OptionalInt.empty();
    }
    OptionalInt same = one(names, wanted::equals);
    return same.isPresent() || DIGITS.matcher(wanted).matches()
        ? same
        : one(names, name -> name.contains(wanted));
  }

  private static OptionalInt one(List<String> names, Predicate<String> fits) {
    int[] fitting =
        IntStream.range(0, names.size())
            .filter(i -> fits.test(NameFolding.fold(names.get(i))))
            .limit(2)
            .toArray();
    return fitting.length == 1 ? OptionalInt.of(fitting[0]) : OptionalInt.empty();
  }
}
