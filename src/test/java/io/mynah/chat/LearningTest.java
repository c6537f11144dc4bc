package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.domain.VoiceBotId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Learning from what is written in a group, and from what is forwarded. */
class LearningTest extends InFriendsGroup {
  private static final Duration NEXT_DAY = Duration.ofHours(25);

  private int written;

  private Instant now() {
    return bot.clock().instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Somebody writes in the group, a second after the message before. */
  private void write(Someone who, String name, String text) {
    who.writes(text, name, now().plusSeconds(++written), null);
  }

  private void write(Someone who, String name, int count) {
    for (int i = 1; i <= count; i++) {
      write(who, name, "word " + i);
    }
  }

  private Optional<Person> find(OwnerId owner, String name) {
    return bot.corpora().people(owner).stream()
        .filter(person -> person.name().equals(name))
        .findFirst();
  }

  /** A person of Olga's. */
  private Person person(String name) {
    return find(olga.owner(), name).orElseThrow();
  }

  private List<String> texts(Someone owner, String name) {
    return find(owner.owner(), name)
        .map(person -> bot.corpora().lastTexts(person, 100))
        .orElse(List.of());
  }

  private void train(String name) {
    olga.says("/train " + name);
    olga.awaits(English.anyText("notice.done"));
    olga.awaitsQuiet();
  }

  /** The training that made a voice of Olga's. */
  private long version(String name) {
    olga.awaitsQuiet();
    return bot.versions(person(name).id()).get(0).number();
  }

  @Test
  void whatIsWrittenInTheGroupIsLearnedOnceItsMembersWereTold() {
    write(member, "Nina", "before");
    olgaThere.says("/learn");
    assertThat(group()).hasSize(1);
    assertThat(group().get(0)).isEqualTo(text("learn.begun", "who", "none"));
    write(member, "Nina", 12);
    assertThat(texts(olga, "Nina")).hasSize(12).doesNotContain("before");
    train("Nina");
    olga.says("/speak Nina");
    assertThat(olga.reads()).startsWith("word ");
  }

  @Test
  void onlyWhoMayHavePeopleBeginsAndOnlyForThemselves() {
    member.says("/learn");
    assertThat(group()).isEmpty();
    Someone anna = bot.someone(2);
    anna.in(FRIENDS).says("/learn");
    write(member, "Nina", "one");
    assertThat(texts(olga, "Nina")).isEmpty();
    assertThat(texts(anna, "Nina")).containsExactly("one");
    olgaThere.says("/unlearn");
    olgaThere.hears("learn.not-here");
    anna.in(FRIENDS).says("/learn");
    anna.in(FRIENDS).hears("learn.already");
    olgaThere.says("/learn");
    write(member, "Nina", "two");
    assertThat(texts(olga, "Nina")).containsExactly("two");
    assertThat(texts(anna, "Nina")).containsExactly("one", "two");
  }

  @Test
  void whatIsForwardedToTheGroupOrACommandIsNotLearned() {
    olgaThere.says("/learn");
    write(member, "Nina", "own words");
    member.forwards("words of another", new PersonKey("user9"), "Zoe", now());
    write(member, "Nina", "/weather tomorrow");
    assertThat(find(olga.owner(), "Zoe")).isEmpty();
    assertThat(texts(olga, "Nina")).containsExactly("own words");
  }

  @Test
  void whatIsSaidToAVoiceIsNotKept() {
    olgaThere.says("/share Bella");
    olgaThere.says("/learn");
    member.says("/speak Bella");
    Incoming.Answered answered =
        new Incoming.Answered(member.newest().ref(), member.reads(), List.of());
    Incoming.Written asked =
        new Incoming.Written(
            PersonKey.of(member.owner()).orElseThrow(), "Nina", now(), null, null, false);
    bot.hears(new Incoming.Text(member.envelope(), "what do you say", answered, asked));
    write(member, "Nina", "to the others");
    assertThat(texts(olga, "Nina")).containsExactly("to the others");
  }

  @Test
  void whatIsSaidWhileTwoVoicesTalkOrToAVoicesOwnBotIsNotKept() {
    olgaThere.says("/share Bella");
    olgaThere.says("/share Tim");
    olgaThere.says("/learn");
    assertThat(
            bot.voiceBots().add(person("Bella"), new VoiceBotId(7), "Bella_Bot", false, "7:secret"))
        .isTrue();
    member.says("/converse Bella Tim 2");
    write(member, "Nina", "to the two");
    bot.rests();
    write(member, "Nina", "hey @bella_bot what is up");
    write(member, "Nina", "hey @bella what is up");
    assertThat(texts(olga, "Nina")).containsExactly("hey @bella what is up");
  }

  @Test
  void aMessageThatArrivesAgainIsLearnedOnce() {
    olgaThere.says("/learn");
    member.writes("one", "Nina", now(), 7L);
    member.writes("one, edited", "Nina", now(), 7L);
    assertThat(texts(olga, "Nina")).containsExactly("one");
  }

  @Test
  void itEndsByItsOwnerAndByRemovalAndNotByAMoveOfTheGroup() {
    olgaThere.says("/learn");
    write(member, "Nina", "one");
    Group next = new Group(new Address("group 1a"), "Friends");
    bot.isInGroup(FRIENDS.address(), false);
    bot.movesGroup(FRIENDS.address(), next.address());
    Someone there = bot.someone(50).in(next);
    write(there, "Nina", "two");
    olga.in(next).says("/unlearn");
    olga.in(next).hears("learn.ended");
    write(there, "Nina", "three");
    olga.in(next).says("/learn");
    bot.isInGroup(next.address(), false);
    bot.isInGroup(next.address(), true);
    write(there, "Nina", "four");
    // A supergroup has another identity in exports than the group before.
    assertThat(
            bot.corpora().people(olga.owner()).stream()
                .filter(person -> person.name().equals("Nina"))
                .map(person -> bot.corpora().lastTexts(person, 100)))
        .containsExactlyInAnyOrder(List.of("one"), List.of("two"));
    olga.says("/learn");
    olga.hears("learn.how");
  }

  @Test
  void nobodyIsLearnedFromBeforeTheGroupCouldBeTold() {
    bot.phone().failNextSend(new IllegalStateException("may not write here"));
    olgaThere.says("/learn");
    bot.phone().failNextSend(new IllegalStateException("may not write here"));
    write(member, "Nina", "one");
    assertThat(texts(olga, "Nina")).isEmpty();
    write(member, "Nina", "two");
    assertThat(group()).containsExactly(text("learn.again"));
    assertThat(texts(olga, "Nina")).containsExactly("two");
  }

  @Test
  void inPrivateItsOwnerSeesWhereAndEndsItByAButton() {
    olga.says("/learn");
    olga.hears("learn.how");
    olgaThere.says("/learn");
    olga.says("/unlearn");
    olga.hears("learn.list", "groups", "Friends");
    String action = olga.action(text("button.unlearn", "group", "Friends"));
    Someone anna = bot.someone(2);
    anna.presses(olga.newest().ref(), action);
    anna.hears("hint.stale-button");
    olga.presses(olga.newest().ref(), action);
    olga.hears("learn.how");
    write(member, "Nina", "one");
    assertThat(texts(olga, "Nina")).isEmpty();
  }

  @Test
  void whoOptsOutIsErasedWithTheVoiceAndNeverLearnedFrom() {
    olgaThere.says("/learn");
    write(member, "Nina", 12);
    write(olgaThere, "Olga", 12);
    train("Nina");
    member.says("/optout");
    member.hears("optout.done");
    assertThat(olga.readsAll())
        .contains(
            text("optout.owner", "name", "Nina", "group", "Friends", "voice", 1, "others", 0));
    write(member, "Nina", "after");
    assertThat(find(olga.owner(), "Nina")).isEmpty();
    assertThat(texts(olga, "Olga")).hasSize(12);
    olga.says("/speak Nina");
    assertThat(olga.reads()).doesNotContain("word");

    member.says("/optin");
    member.hears("optin.done");
    write(member, "Nina", "again");
    assertThat(texts(olga, "Nina")).containsExactly("again");
  }

  @Test
  void whoOptsOutIsErasedForEveryOwnerEvenIfOneCannotBeTold() {
    Someone anna = bot.someone(2);
    olgaThere.says("/learn");
    anna.in(FRIENDS).says("/learn");
    write(member, "Nina", "one");
    bot.phone().failNextSend(new IllegalStateException("she has blocked the bot"));
    member.says("/optout");
    member.hears("optout.done");
    assertThat(texts(olga, "Nina")).isEmpty();
    assertThat(texts(anna, "Nina")).isEmpty();
    assertThat(anna.reads())
        .isEqualTo(
            text("optout.owner", "name", "Nina", "group", "Friends", "voice", 0, "others", 0));
  }

  @Test
  void whoOptsOutStaysInChatsThatTheyWereJoinedFrom() {
    olga.trains(Export.group("Choir", 78).says("Nina", 12, "la").says("Ida", 12, "i"));
    olgaThere.says("/learn");
    write(member, "Nina", 3);
    olga.says("/merge Nina@Choir Nina@Friends");
    olga.awaitsQuiet();
    assertThat(person("Nina").messages()).isEqualTo(15);
    olga.forwards("forwarded", PersonKey.of(member.owner()).orElseThrow(), "Nina", now());
    olga.hears("forwarded.added", "name", "Nina", "count", 1, "known", 0);
    assertThat(person("Nina").messages()).isEqualTo(16);
    member.says("/optout");
    member.hears("optout.done");
    olga.awaitsQuiet();
    assertThat(person("Nina").messages()).isEqualTo(12);
    assertThat(texts(olga, "Nina")).allMatch(text -> text.startsWith("la"));
  }

  @Test
  void aStrangerOptsOutInPrivateEvenAfterLearningHasEnded() {
    olgaThere.says("/learn");
    write(member, "Nina", "one");
    olgaThere.says("/unlearn");
    Someone stranger = bot.someone(50);
    stranger.says("/optout");
    stranger.hears("optout.done");
    assertThat(texts(olga, "Nina")).isEmpty();
    stranger.says("/people");
    stranger.hears("access.stranger");
  }

  @Test
  void whoIsNewAfterADayIsToldBeforeTheyAreLearnedFrom() {
    olgaThere.says("/learn");
    write(member, "Nina", "one");
    write(bot.someone(51).in(FRIENDS), "Pia", "hello");
    assertThat(group()).hasSize(1);
    bot.clock().advance(NEXT_DAY);
    write(member, "Nina", "two");
    assertThat(group()).as("she was told").hasSize(1);
    write(bot.someone(52).in(FRIENDS), "Kai", "hello");
    assertThat(group()).hasSize(2);
    assertThat(group().get(1)).isEqualTo(text("learn.again"));
    write(bot.someone(53).in(FRIENDS), "Lou", "hello");
    assertThat(group()).as("told a moment ago").hasSize(2);
  }

  @Test
  void aVoiceIsTrainedAgainWhenATenthMoreIsThereAndOnceADay() {
    olgaThere.says("/learn");
    write(member, "Nina", 30);
    train("Nina");
    long first = version("Nina");
    write(member, "Nina", 20);
    assertThat(version("Nina")).as("trained today").isEqualTo(first);
    bot.clock().advance(NEXT_DAY);
    write(member, "Nina", "one more");
    long second = version("Nina");
    assertThat(second).isGreaterThan(first);
    bot.clock().advance(NEXT_DAY);
    write(member, "Nina", 19);
    assertThat(version("Nina")).as("too few").isEqualTo(second);
    write(member, "Nina", "the twentieth");
    assertThat(version("Nina")).isGreaterThan(second);
  }

  @Test
  void forgettingTheChatEndsLearningInItsGroup() {
    olgaThere.says("/learn");
    write(member, "Nina", "one");
    olga.says("/forget chat Friends");
    olga.presses("Yes, erase");
    write(member, "Nina", "two");
    assertThat(texts(olga, "Nina")).isEmpty();
    olga.says("/learn");
    olga.hears("learn.how");
  }

  @Test
  void forWhoIsPutOutNothingMoreIsLearned() {
    Someone anna = bot.someone(2);
    anna.in(FRIENDS).says("/learn");
    write(member, "Nina", "one");
    bot.putsOutElsewhere(anna.owner(), false);
    write(member, "Nina", "two");
    assertThat(texts(anna, "Nina")).containsExactly("one");
  }

  @Test
  void newMessagesGoToTheChatOfAnExportOfTheGroup() {
    olga.trains(Export.group("Choir", 78).says("Zoe", 12, "z").says("Ida", 12, "i"));
    Group choir = new Group(new Address("78"), "Choir");
    olga.in(choir).says("/learn");
    Person zoe = person("Zoe");
    Incoming.Written later = new Incoming.Written(zoe.key(), "Zoe M.", now(), null, null, false);
    bot.hears(new Incoming.Text(bot.someone(60).in(choir).envelope(), "later", null, later));
    assertThat(person("Zoe M.").id()).isEqualTo(zoe.id());
    assertThat(person("Zoe M.").aliases()).containsExactly("Zoe");
    assertThat(texts(olga, "Zoe M.")).hasSize(13).endsWith("later");
  }

  @Test
  void whatIsForwardedIsAddedToWhoeverWroteItAndCountedInOneAnswer() {
    Person bella = person("Bella");
    Instant now = now();
    olga.forwards("a new message", bella.key(), "Bella", now);
    olga.hears("forwarded.added", "name", "Bella", "count", 1, "known", 0);
    int shown = olga.readsAll().size();
    olga.forwards("another one", bella.key(), "Bella", now.plusSeconds(9));
    olga.forwards("a new message", bella.key(), "Bella", now);
    olga.hears("forwarded.added", "name", "Bella", "count", 2, "known", 1);
    assertThat(olga.readsAll()).hasSize(shown);
    assertThat(person("Bella").messages()).isEqualTo(bella.messages() + 2);
    assertThat(texts(olga, "Bella")).endsWith("a new message", "another one");
  }

  @Test
  void ofAHiddenAuthorTheOnlyNameThatFitsIsTaken() {
    int before = person("Bella").messages();
    olga.forwards("hidden", PersonKey.ofName("Bella"), "Bella", now());
    assertThat(person("Bella").messages()).isEqualTo(before + 1);
    olga.trains(Export.group("Choir", 78).says("Bella", 12, "la").says("Zoe", 12, "z"));
    olga.forwards("hidden too", PersonKey.ofName("Bella"), "Bella", now());
    assertThat(olga.reads()).as("two of that name").doesNotContain("dded");
    olga.forwards("unknown", new PersonKey("user12345"), "Somebody", now());
    assertThat(olga.reads()).doesNotContain("dded");
    Someone anna = bot.someone(2);
    anna.forwards("of another owner", person("Zoe").key(), "Zoe", now());
    assertThat(anna.reads()).doesNotContain("dded");
  }

  @Test
  void whatWasForwardedGivesWayToTheSameMessageOfAnExport() {
    olga.trains(Export.group("Choir", 78).says("Zoe", 12, "z").says("Ida", 12, "i"));
    List<String> known = texts(olga, "Zoe");
    Person zoe = person("Zoe");
    olga.forwards(known.get(0), zoe.key(), "Zoe", zoe.first());
    olga.hears("forwarded.added", "name", "Zoe", "count", 0, "known", 1);
    // The next message of the group, an hour later.
    Instant next = person("Ida").last().plus(Duration.ofHours(1));
    olga.forwards("z 1 from Zoe", zoe.key(), "Zoe", next);
    assertThat(texts(olga, "Zoe")).hasSize(13);
    olga.trains(
        Export.group("Choir", 78).says("Zoe", 12, "z").says("Ida", 12, "i").says("Zoe", 2, "z"));
    assertThat(texts(olga, "Zoe")).hasSize(14);
    assertThat(person("Zoe").messages()).isEqualTo(14);
  }
}
