package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.lm.Habits;
import io.mynah.lm.Quantiles;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code /converse} in a group. */
class ConversingInGroupTest extends InFriendsGroup {
  @Test
  void twoWhoAreSharedTalkWithEachOtherAndTheGroupIsLeftAlone() {
    olgaThere.says("/share Bella");
    olga.in(WORK).says("/share Tim");
    member.says("/converse Bella Tim");
    member.hears("group.unknown", "Bella");
    member.says("/converse Bella");
    member.hears("group.converse", "Bella");
    olgaThere.says("/share Tim");
    int before = group().size();
    member.says("/converse Bella and Tim 2");
    bot.rests();
    assertThat(group().subList(before, group().size()))
        .containsExactly(
            text("converse.begins", "first", "Bella", "second", "Tim"),
            "Bella: night from Bella 🦜",
            "Tim: well then 20 from Tim … night from Bella 🦜",
            text("group.conversed"));
    assertThat(member.buttons()).isEmpty();

    member.says("/converse Bella Tim 40");
    String stop = member.action(text("button.stop"));
    Someone another = bot.someone(51).in(FRIENDS);
    another.presses(text("button.stop"));
    member.hears("group.stopped");
    before = group().size();
    another.presses(another.newest().ref(), stop);
    bot.rests();
    assertThat(group()).as("pressed twice").hasSize(before);

    member.says("/converse Bella Tim");
    olgaThere.says("/unshare Tim");
    before = group().size();
    bot.rests();
    assertThat(group())
        .as("not shared any more")
        .hasSize(before + 1)
        .endsWith(text("group.stopped"));
  }

  @Test
  void whoeverIsThereMayEndWithAWordWhatGoesOnThere() {
    olgaThere.says("/share Bella");
    olgaThere.says("/share Tim");
    int before = group().size();
    member.says("/stop");
    assertThat(group()).as("nothing to stop").hasSize(before);
    member.says("/converse Bella Tim");
    member.says("/converse Bella Tim");
    member.hears("converse.busy");
    bot.someone(51).in(FRIENDS).says("/stop");
    member.hears("group.stopped");
    before = group().size();
    bot.rests();
    assertThat(group()).hasSize(before);

    bot.pauses().hold();
    member.says("/speak Bella 3");
    member.says("/stop");
    member.hears("stop.done");
    before = group().size();
    bot.rests();
    assertThat(group()).hasSize(before);
  }

  @Test
  void twoTalkAsTheirOwnerSetNotAsWhoeverAsksDid() {
    bot.school()
        .teaches(
            new Habits(
                List.of(0.0, 1.0),
                new Quantiles(List.of(5.0, 20.0)),
                new Quantiles(List.of(60.0, 90.0))));
    olga.trains(Export.group("Choir", 78).says("Lou", 12, "la").says("Kim", 12, "do"));
    olga.says("/settings bursts off");
    olgaThere.says("/share Lou");
    olgaThere.says("/share Kim");
    int before = group().size();
    member.says("/converse Lou Kim 3");
    bot.rests();
    assertThat(group().subList(before + 1, before + 4))
        .extracting(line -> line.substring(0, 4))
        .containsExactly("Lou:", "Kim:", "Lou:");
  }

  @Test
  void whatTwoSayInAGroupIsNotChangedSoTheGroupsRateIsForMessages() {
    olgaThere.says("/share Bella");
    olgaThere.says("/share Tim");
    int before = group().size();
    member.says("/converse Bella Tim 4");
    Phone.Shown begins = member.newest();
    assertThat(Someone.labels(begins)).containsExactly(text("button.stop"));
    bot.rests();
    List<Phone.Shown> shown = bot.phone().at(FRIENDS.address());
    assertThat(shown.subList(before + 1, shown.size()))
        .hasSize(5)
        .allSatisfy(each -> assertThat(each.versions()).hasSize(1))
        .allSatisfy(each -> assertThat(each.now().buttons()).isEmpty());
    assertThat(shown.get(before).versions()).as("closed once, at the end").hasSize(2);
    assertThat(shown.get(before).now().buttons()).isEmpty();

    member.says("/converse Bella Tim 12");
    bot.passes(Duration.ofSeconds(5));
    member.presses(text("button.stop"));
    member.hears("group.stopped");
    assertThat(bot.phone().at(FRIENDS.address()))
        .allSatisfy(each -> assertThat(each.now().buttons()).isEmpty());
  }

  @Test
  void whatIsSaidMeanwhileIsForTheTwoUnlessItIsForAThird() {
    olga.trains(Export.group("Choir", 78).says("Lou", 12, "la").says("Kim", 12, "do"));
    for (String name : List.of("Bella", "Tim", "Lou")) {
      olgaThere.says("/share " + name);
    }
    member.says("/speak Lou");
    Phone.Shown ofLou = member.newest();
    member.says("/converse Bella Tim 4");
    while (!member.reads().startsWith("Bella:")) {
      bot.passes(bot.pauses().due().get(0));
    }
    Phone.Shown ofBella = member.newest();
    member.answers(ofLou, "and you?");
    assertThat(member.reads()).isEqualTo("la 12 from Lou … and you? 🦜");
    int before = group().size();
    member.says("nobody is meant");
    member.answers(ofBella, "really?");
    assertThat(group()).as("they answer in their turns").hasSize(before);
    bot.rests();
    assertThat(group())
        .hasSize(before + 4)
        .contains("Bella: night from Bella … really? 🦜")
        .endsWith(text("group.conversed"));
  }
}
