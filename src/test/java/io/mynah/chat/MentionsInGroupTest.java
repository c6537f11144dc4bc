package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.limits.Limits;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who answers where somebody in a group names Mynah's bot with an @. */
class MentionsInGroupTest extends InFriendsGroup {
  private void shares(String name, boolean answers) {
    olgaThere.says("/share " + name);
    if (answers) {
      olga.presses(text("button.mentions-on"));
      assertThat(olga.reads())
          .contains(text("share.mentions-on", "name", name, "group", "Friends"));
    }
  }

  @Test
  void nobodyAnswersUntilTheOwnerAllowsItAndNobodyAfterTheyForbidIt() {
    shares("Bella", false);
    assertThat(olga.reads())
        .contains(text("share.mentions-off", "name", "Bella", "group", "Friends"));
    int before = group().size();
    member.mentions("", "bella, what do you think?");
    assertThat(group()).hasSize(before);
    olga.presses(text("button.mentions-on"));
    member.mentions("", "bella, what do you think?");
    assertThat(member.reads()).isEqualTo("night from Bella … what do you think? 🦜");
    bot.restart();
    member.mentions("so", "what now?");
    assertThat(member.reads()).isEqualTo("night from Bella … so what now? 🦜");
    olga.presses(text("button.mentions-off"));
    before = group().size();
    member.mentions("", "bella, what do you think?");
    assertThat(group()).hasSize(before);
    member.answers(member.newest(), "and replies?");
    assertThat(member.reads()).as("as ever").isEqualTo("night from Bella … and replies? 🦜");
  }

  @Test
  void ofSeveralTheOneWhoIsNamedAnswersOrWhoSpokeLast() {
    shares("Bella", true);
    shares("Tim", true);
    member.mentions("", "who is awake?");
    member.hears("speak.whom");
    member.presses("Tim");
    assertThat(member.reads()).isEqualTo("well then 20 from Tim … who is awake? 🦜");
    member.mentions("", "and now?");
    assertThat(member.reads()).as("spoke last").isEqualTo("well then 20 from Tim … and now? 🦜");
    member.mentions("hey", "bella are you there?");
    assertThat(member.reads()).isEqualTo("night from Bella … hey are you there? 🦜");
    member.mentions(member.newest(), "tim, is she right?");
    assertThat(member.reads()).isEqualTo("well then 20 from Tim … is she right? 🦜");
    member.mentions(member.newest(), "why?");
    assertThat(member.reads()).as("replied to").isEqualTo("well then 20 from Tim … why? 🦜");
  }

  @Test
  void whoIsNamedAndDoesNotAnswerIsNotStoodInForByAnother() {
    shares("Tim", false);
    shares("Bella", true);
    int before = group().size();
    member.mentions("", "tim, what do you think?");
    assertThat(group()).hasSize(before);
    member.mentions("", "what do you think?");
    assertThat(member.reads())
        .as("the only one")
        .isEqualTo("night from Bella … what do you think? 🦜");
  }

  @Test
  void mentionsCountTowardsTheLimitOfTheGroup() {
    bot.limitedTo(new Limits(3, 0, 0, 0, 0, 0)).restart();
    shares("Bella", true);
    for (String each : List.of("one", "two", "three", "four", "five")) {
      member.mentions("", each);
    }
    assertThat(group()).filteredOn(words -> words.contains("…")).hasSize(3);
    assertThat(group().get(group().size() - 1)).startsWith("This group");
  }
}
