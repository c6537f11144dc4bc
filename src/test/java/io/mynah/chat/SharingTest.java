package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.dispatch.AllowedUsers;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may share whom with a group, and how a share ends. */
class SharingTest extends InFriendsGroup {
  @Test
  void onlyAnOwnerSharesAndOnlyTheirOwn() {
    member.says("/share Bella");
    member.says("/unshare Bella");
    assertThat(group()).as("not let in").isEmpty();
    Someone anna = bot.someone(2).in(FRIENDS);
    anna.says("/share Bella");
    assertThat(anna.reads()).startsWith(text("share.unknown")).doesNotContain("Tim");
    anna.says("/share");
    anna.hears("share.whom");
    olgaThere.says("/share Bella");
    anna.says("/unshare Bella");
    anna.hears("share.not-here");
    member.says("/speak Bella");
    assertThat(member.reads()).isEqualTo("night from Bella 🦜");
  }

  @Test
  void peopleOfOneNameAndSeveralOwnersAreToldApartByNothingPrivate() {
    Someone anna = bot.someone(2);
    anna.trains(Export.chatWith("Bella", 77).says("Bella", 12, "ahoy").says("Anna", 12, "a"));
    olgaThere.says("/share Bella");
    anna.in(FRIENDS).says("/share Bella");
    member.says("/speak Bella how are you");
    member.hears("speak.which");
    assertThat(member.buttons()).containsExactly("Bella", "Bella (2)");
    member.presses("Bella (2)");
    assertThat(member.reads()).isEqualTo("ahoy 12 from Bella … how are you 🦜");

    olgaThere.says("/unshare Bella");
    olgaThere.hears("share.ended", "names", "Bella", "count", 1);
    member.says("/speak Bella");
    assertThat(member.reads()).as("the other owner's").isEqualTo("ahoy 12 from Bella 🦜");
    olgaThere.says("/unshare Bella");
    olgaThere.hears("share.not-here");
  }

  @Test
  void whichOfSeveralOfOneNameIsAskedInPrivate() {
    olga.trains(Export.group("Choir", 78).says("Bella", 12, "la").says("Zoe", 12, "z"));
    olgaThere.says("/share Bella");
    assertThat(olgaThere.reads()).isEqualTo(text("share.asked")).doesNotContain("Choir");
    assertThat(olga.reads()).endsWith(text("share.which", "Friends"));
    assertThat(olga.buttons()).containsExactlyInAnyOrder("Bella · Bella", "Bella · Choir");
    String choir = olga.action("Bella · Choir");
    Someone anna = bot.someone(2);
    anna.presses(olga.newest().ref(), choir);
    anna.hears("hint.stale-button");
    bot.restart();
    olga.presses("Bella · Choir");
    assertThat(olga.reads()).startsWith(text("share.done", "name", "Bella", "group", "Friends"));
    member.says("/speak Bella");
    assertThat(member.reads()).isEqualTo("la 12 from Bella 🦜");
    olga.presses(olga.newest().ref(), choir);
    assertThat(olga.reads()).as("pressed twice").startsWith(text("hint.stale-button"));
  }

  @Test
  void whoEndsAShareLeavesAloneWhatAnotherOwnerIsAsked() {
    olga.trains(Export.group("Choir", 78).says("Bella", 12, "la").says("Zoe", 12, "z"));
    Someone anna = bot.someone(2);
    anna.trains(Export.chatWith("Lou", 77).says("Lou", 12, "ahoy").says("Anna", 12, "a"));
    for (Group where : List.of(FRIENDS, WORK)) {
      anna.in(where).says("/share Lou");
      olgaThere.says("/share Bella");
      assertThat(olga.reads()).endsWith(text("share.which", "Friends"));
      anna.in(where).says("/unshare Lou");
      assertThat(anna.in(where).reads()).isEqualTo(text("share.ended", "names", "Lou", "count", 1));
      olga.presses("Bella · Choir");
      assertThat(olga.reads()).startsWith(text("share.done", "name", "Bella", "group", "Friends"));
      olga.presses(text("button.unshare"));
    }
  }

  @Test
  void whoOfSeveralIsNotToBeSharedAnyMoreIsAsked() {
    olgaThere.says("/share Bella");
    olgaThere.says("/share Tim");
    olgaThere.says("/unshare");
    olgaThere.hears("share.end-whom", "Bella and Tim");
    olgaThere.says("/unshare Tim");
    olgaThere.says("/unshare");
    olgaThere.hears("share.ended", "names", "Bella", "count", 1);
  }

  @Test
  void aShareIsEndedInPrivateToo() {
    olga.says("/share Bella");
    olga.hears("share.how");
    olga.says("/unshare Bella");
    olga.hears("share.none");
    olgaThere.says("/share Bella");
    olga.presses(text("button.unshare"));
    olga.hears("share.ended-there", "name", "Bella", "group", "Friends");
    member.says("/speak Bella");
    member.hears("group.nobody");

    olgaThere.says("/share Bella");
    olga.in(WORK).says("/share Bella");
    olga.says("/unshare Bella");
    assertThat(olga.buttons()).containsExactly("Bella · Friends", "Bella · Work");
    olga.presses("Bella · Work");
    olga.says("/unshare");
    olga.hears("share.ended-there", "name", "Bella", "group", "Friends");
  }

  @Test
  void sharesMoveWithTheGroupAndEndWhenMynahIsPutOut() {
    olgaThere.says("/share Bella");
    Group next = new Group(new Address("group 1a"), "Friends");
    bot.movesGroup(FRIENDS.address(), next.address());
    Someone there = bot.someone(50).in(next);
    there.says("/speak Bella");
    assertThat(there.reads()).isEqualTo("night from Bella 🦜");
    bot.isInGroup(next.address(), false);
    bot.isInGroup(next.address(), true);
    there.says("/speak Bella");
    there.hears("group.nobody");
    olga.in(next).says("/share Bella");
    assertThat(there.reads())
        .as("told anew")
        .contains(text("share.first", "name", "Bella", "mark", "🦜"));
  }

  @Test
  void whatTheMarkMeansIsToldOnceNotWithEveryone() {
    olgaThere.says("/share Bella");
    olgaThere.says("/share Tim");
    assertThat(group()).hasSize(2);
    assertThat(group().get(1)).isEqualTo(text("share.begun", "Tim"));
    olgaThere.says("/share Tim");
    olgaThere.hears("share.already", "Tim");
  }

  @Test
  void whatTheMarkMeansIsToldAnewIfItCouldNotBeTold() {
    bot.phone().failNextSend(new IllegalStateException("no way"));
    olgaThere.says("/share Bella");
    assertThat(group()).isEmpty();
    olgaThere.says("/share Tim");
    assertThat(olgaThere.reads()).contains(text("share.first", "name", "Tim", "mark", "🦜"));
  }

  @Test
  void whoHidesWhoTheyAreIsToldOnceWhyNothingIsShared() {
    bot.allows(new AllowedUsers.Everyone(), null).restart();
    Someone hidden = bot.someone(1087968824L).in(FRIENDS);
    hidden.says("/share Bella");
    hidden.says("/unshare Bella");
    assertThat(group()).singleElement().asString().startsWith(text("group.anonymous"));
    olgaThere.says("/share Bella");
    hidden.says("/speak Bella");
    assertThat(hidden.reads()).isEqualTo("night from Bella 🦜");
  }

  @Test
  void whoIsForgottenIsHeardNowhere() {
    olgaThere.says("/share Bella");
    olga.says("/forget Bella");
    olga.presses(text("button.erase"));
    olga.awaits(text("forget.done-person", "name", "Bella", "voice", 1, "others", 1));
    member.says("/speak Bella");
    member.hears("group.nobody");
  }
}
