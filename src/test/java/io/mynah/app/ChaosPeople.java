package io.mynah.app;

import io.mynah.telegram.fake.Call;
import io.mynah.telegram.fake.FakeBotApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** The people of a long run, and what they saw. For one thread. */
public final class ChaosPeople {
  /**
   * What all of them saw together.
   *
   * @param sentOnceMore messages that came twice
   * @param onTheirWay messages that had reached the server around a fault
   * @param lost who did not get all answers
   * @param unexplained who saw more twice than was on its way to them
   */
  public record Tally(
      int asked,
      int answers,
      int sentOnceMore,
      int onTheirWay,
      List<String> lost,
      List<String> unexplained) {}

  private final FakeBotApi api;
  private final List<ChaosPerson> all = new ArrayList<>();
  private final List<ChaosPerson> learners = new ArrayList<>();

  public ChaosPeople(FakeBotApi api) {
    this.api = api;
  }

  /** Who a call was addressed to. */
  public static long chat(Call call) {
    return Long.parseLong(call.argument("chat_id"));
  }

  public List<ChaosPerson> all() {
    return all;
  }

  /** Those who sent a chat. */
  public List<ChaosPerson> learners() {
    return learners;
  }

  /** Whether nothing more is to come for anybody. */
  public boolean content() {
    return all.stream().allMatch(ChaosPerson::content);
  }

  /**
   * Lets one of them write: somebody new sends a chat, somebody wants to hear their voice, or
   * somebody new asks something.
   *
   * @param mostLearning how many train at once
   * @param plans what the next one who trains does with the voice
   */
  public void write(SplittableRandom random, int mostLearning, Supplier<ChaosPerson.Plan> plans) {
    List<ChaosPerson> owners =
        learners.stream().filter(ChaosPerson::satisfied).filter(ChaosPerson::speaksStill).toList();
    long learning = learners.stream().filter(ChaosPerson::learning).count();
    int choice = random.nextInt(10);
    if (learning < mostLearning && choice < 3) {
      ChaosPerson learner = meet();
      learners.add(learner);
      learner.plans(plans.get());
      learner.sendsAChat();
    } else if (!owners.isEmpty() && choice < 8) {
      owners.get(random.nextInt(owners.size())).speaks(random);
    } else {
      meet().asks(random);
    }
  }

  private ChaosPerson meet() {
    ChaosPerson person = new ChaosPerson(api.user("Person " + all.size()));
    all.add(person);
    return person;
  }

  /**
   * Counts what they saw.
   *
   * @param onTheirWay how many messages to each chat had reached the server around a fault
   */
  public Tally tally(Map<Long, Integer> onTheirWay) {
    return new Tally(
        all.stream().mapToInt(ChaosPerson::asked).sum(),
        all.stream().mapToInt(ChaosPerson::answers).sum(),
        all.stream().mapToInt(ChaosPerson::tooMany).sum(),
        onTheirWay.values().stream().mapToInt(Integer::intValue).sum(),
        all.stream().filter(p -> !p.content()).map(ChaosPerson::toString).toList(),
        all.stream()
            .filter(p -> p.tooMany() > onTheirWay.getOrDefault(p.chat(), 0))
            .map(ChaosPerson::toString)
            .toList());
  }
}
