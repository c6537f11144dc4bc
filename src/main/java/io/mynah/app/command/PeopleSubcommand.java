package io.mynah.app.command;

import io.mynah.app.wiring.ApplicationContext;
import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.ExitCode;
import io.mynah.domain.Chat;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.VoiceBase;
import io.mynah.domain.VoiceRecord;
import io.mynah.lm.training.VoiceTrainer;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mynah people}: lists the local owner's people. */
@Command(
    name = "people",
    description = "Lists the people Mynah knows, and how good their models are.")
public final class PeopleSubcommand implements Callable<Integer> {
  private final CommandEnvironment environment;

  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean json;

  PeopleSubcommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  record Row(
      String chat,
      String person,
      List<String> aliases,
      int messages,
      Instant first,
      Instant last,
      @Nullable Model model) {}

  record Model(
      String stage,
      double validationBitsPerCharacter,
      int trainedMessages,
      Instant trainedAt,
      @Nullable VoiceBase base) {
    static Model of(VoiceRecord voiceRecord) {
      return new Model(
          voiceRecord.stage(),
          voiceRecord.validationBits(),
          voiceRecord.trainedMessages(),
          voiceRecord.trainedAt(),
          voiceRecord.base());
    }
  }

  @Override
  public Integer call() {
    PrintWriter out = environment.terminal().out();
    try (ApplicationContext application = ApplicationContext.open(environment)) {
      boolean any = false;
      for (Chat chat : application.corpora.chats(OwnerId.LOCAL)) {
        for (Person person : application.corpora.people(OwnerId.LOCAL)) {
          if (person.chat().equals(chat.id())) {
            any = true;
            print(out, titles(application, person), person, application.voiceRecords.find(person));
          }
        }
      }
      if (!any) {
        environment
            .terminal()
            .err()
            .println("Nobody is known yet. Read an export with: mynah train FILE");
      }
      return ExitCode.OK;
    }
  }

  /** The titles of a person's chats: several if people were joined. */
  private static String titles(ApplicationContext application, Person person) {
    List<Chat> chats = application.corpora.chats(OwnerId.LOCAL);
    return person.sources().stream()
        .flatMap(source -> chats.stream().filter(chat -> chat.id().equals(source.chat())))
        .map(Chat::title)
        .collect(Collectors.joining(" + "));
  }

  private void print(
      PrintWriter out, String title, Person person, Optional<VoiceRecord> voiceRecord) {
    if (json) {
      out.println(
          CommandLineJson.line(
              new Row(
                  title,
                  person.name(),
                  person.aliases(),
                  person.messages(),
                  person.first(),
                  person.last(),
                  voiceRecord.map(Model::of).orElse(null))));
    } else {
      String model =
          voiceRecord
              .map(
                  p ->
                      p.stage().equals(VoiceTrainer.NEURAL)
                          ? "can be spoken"
                          : "can be spoken, with a first voice")
              .orElse("not trained");
      String messages =
          person.messages() == 0
              ? "an imported voice"
              : "%,d messages".formatted(person.messages());
      out.printf("%s · %s: %s, %s%n", title, person.name(), messages, model);
    }
  }
}
