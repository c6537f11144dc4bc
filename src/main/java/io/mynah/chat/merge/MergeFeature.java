package io.mynah.chat.merge;

import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.CorpusStores;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.forget.OwnerErasure;
import io.mynah.chat.forget.VoiceErasure;
import io.mynah.chat.people.PeopleDirectory;
import io.mynah.chat.training.TrainingRequests;
import java.util.Map;

/**
 * {@code /merge NAME NAME} and {@code /unmerge NAME}: an owner says that people of different chats
 * are one person, with one voice that learns from all of them, or that they are not. Thread-safe.
 */
public final class MergeFeature implements Feature {
  private final MergeCommand merge;
  private final UnmergeCommand unmerge;

  /**
   * @param voices which are erased when people are joined or taken apart
   * @param erasure which trains them again
   */
  public MergeFeature(
      Environment environment,
      CorpusStores stores,
      PeopleDirectory people,
      TrainingRequests trainings,
      VoiceErasure voices,
      OwnerErasure erasure) {
    merge = new MergeCommand(environment, stores, people, trainings, voices);
    unmerge =
        new UnmergeCommand(environment, stores.joinedPeople(), people.roster(), voices, erasure);
  }

  @Override
  public Map<String, Command> commands() {
    return Map.of("merge", merge, "unmerge", unmerge);
  }

  @Override
  public Map<Verb, PressHandler> buttons() {
    return Map.of(Verb.MERGE, merge::press, Verb.UNMERGE, unmerge::press);
  }
}
