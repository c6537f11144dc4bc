package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.dispatch.AllowedUsers;
import io.mynah.chat.dispatch.CommandMenu;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.Person;
import io.mynah.domain.VoiceBotId;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command, button and query of everyone but the owner: of what is the owner's they hear as
 * much as of what there is not, and change nothing of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WhoMayWhatTest {
  private static final Group FRIENDS = new Group(new Address("group 1"), "Friends");

  private static final VoiceBotId OWN_BOT = new VoiceBotId(77);

  /** More than any id in use, and less than the largest that a button can hold. */
  private static final long NOWHERE = 987_654_321;

  /** Buttons whose numbers are choices of the presser's own, not ids. */
  private static final Set<Verb> CHOICES =
      EnumSet.of(
          Verb.HELP,
          Verb.TOUR,
          Verb.SET_TEMPERATURE,
          Verb.SET_LENGTH,
          Verb.SET_EFFORT,
          Verb.SET_BURSTS,
          Verb.SET_DELAYS,
          Verb.SET_TABLES,
          Verb.SET_LANGUAGE,
          Verb.PEOPLE_LIST,
          Verb.FORGET_EVERYTHING_NOW);

  @TempDir static Path home;
  private Bot bot;
  private Someone olga;
  private Someone ada;
  private Someone member;
  private Someone stranger;

  @BeforeAll
  void start() {
    bot = new Bot(home).allows(AllowedUsers.parse("1, 2"), null).isAdministeredBy("1").start();
    olga = bot.someone(1);
    ada = bot.someone(2);
    member = bot.someone(50).in(FRIENDS);
    stranger = bot.someone(99);
    olga.trains(Export.ofBellaAndTim());
    olga.presses(
        olga.newest().ref(), Action.of(Verb.TRAIN_PERSON, olga.person("Bella").value()).encode());
    olga.awaitsQuiet();
    assertThat(bot.versions(olga.person("Bella"))).as("versions to choose from").hasSize(2);
    olga.in(FRIENDS).says("/share Bella");
    olga.in(FRIENDS).says("/learn");
    olga.sends(
        "result.json",
        Export.account(Export.ofBellaAndTim(), Export.group("Secret", 77)),
        "/train");
    olga.awaitsQuiet();
    assertThat(bot.voiceBots().add(person("Bella"), OWN_BOT, "bella_bot", false, "7:secret"))
        .isTrue();
    ada.says("/help");
    stranger.says("/help");
  }

  @AfterAll
  void close() {
    bot.close();
  }

  /** All that is the owner's, and all that the owner was told. */
  private List<Object> ofOlga() {
    List<Person> people = bot.corpora().people(olga.owner());
    return List.of(
        people,
        bot.corpora().chats(olga.owner()),
        people.stream().map(person -> bot.corrections(person.id())).toList(),
        bot.voiceBots().of(olga.owner()),
        bot.learningGroups().of(olga.owner()),
        people.stream().map(person -> bot.versions(person.id())).toList(),
        olga.readsAll(),
        bot.phone().at(FRIENDS.address()));
  }

  /** Presses with these numbers; what is seen by it, numbers of messages left out. */
  private List<List<String>> seenBy(Someone who, Verb verb, long... ids) {
    int before = bot.phone().at(who.address()).size();
    who.presses(bot.phone().at(who.address()).get(0).ref(), Action.of(verb, ids).encode());
    bot.rests();
    List<Phone.Shown> all = bot.phone().at(who.address());
    return all.subList(Math.min(before, all.size()), all.size()).stream()
        .map(shown -> shown.versions().stream().map(v -> v.text() + Someone.labels(shown)).toList())
        .toList();
  }

  private static long[] numbers(Verb verb, long first, long others) {
    long[] ids = new long[verb.ids()];
    Arrays.fill(ids, others);
    if (ids.length > 0) {
      ids[0] = first;
    }
    return ids;
  }

  @Test
  void whoeverForgesAButtonOfTheOwnersHearsWhatTheyWouldOfOneThatIsNone() {
    List<Object> before = ofOlga();
    for (Verb verb : Verb.values()) {
      if (verb.ids() == 0 || CHOICES.contains(verb)) {
        continue;
      }
      List<List<String>> ofNone = seenBy(ada, verb, numbers(verb, NOWHERE, 1));
      assertThat(ofNone).as("an answer to %s", verb).isNotEmpty();
      for (long id : LongStream.rangeClosed(1, 6).toArray()) {
        for (long other : LongStream.rangeClosed(0, 3).toArray()) {
          assertThat(seenBy(ada, verb, numbers(verb, id, other)))
              .as("%s of %d and %d", verb, id, other)
              .isEqualTo(seenBy(ada, verb, numbers(verb, NOWHERE, other)));
        }
      }
    }
    assertThat(ofOlga()).isEqualTo(before);
  }

  @Test
  void whoeverNamesSomeoneOfTheOwnersHearsWhatTheyWouldOfANameThatIsNobodys() {
    List<Object> before = ofOlga();
    for (String command : CommandMenu.names()) {
      assertThat(saysAndReads(ada, "/" + command + " Bella"))
          .as(command)
          .isNotEmpty()
          .isEqualTo(saysAndReads(ada, "/" + command + " Zorro"));
      assertThat(saysAndReads(ada, "/" + command + " Bella Tim hello"))
          .as(command)
          .isEqualTo(saysAndReads(ada, "/" + command + " Zorro Tim hello"));
    }
    assertThat(ofOlga()).isEqualTo(before);
  }

  @Test
  void whatAdministratorsCanDoIsUnknownToAllOthers() {
    List<Object> before = ofOlga();
    for (String words : List.of("/admin", "/admin 1", "/admin 1 trainings 3", "/admin 987654321")) {
      assertThat(saysAndReads(ada, words))
          .as(words)
          .isEqualTo(saysAndReads(ada, words.replace("/admin", "/nothing")))
          .containsExactly(text("hint.command"));
      member.says(words);
    }
    ada.says("/help");
    ada.presses(text("help.topic.all"));
    assertThat(ada.reads()).contains("/speak").doesNotContain("/admin");
    assertThat(ada.buttons()).doesNotContain(text("help.topic.administer"));
    assertThat(saysAndReads(ada, "/help admin")).isEqualTo(saysAndReads(ada, "/help nothing"));
    ada.presses(ada.newest().ref(), Action.of(Verb.HELP, 6).encode());
    ada.hears("hint.stale-button");
    olga.in(FRIENDS).says("/admin");
    for (Verb verb : List.of(Verb.USERS_PAGE, Verb.USER_CARD, Verb.PUT_OUT, Verb.PUT_OUT_ERASING)) {
      for (Someone each : List.of(member, olga.in(FRIENDS))) {
        each.presses(
            bot.phone().at(FRIENDS.address()).get(0).ref(),
            Action.of(verb, numbers(verb, 2, bot.clock().millis())).encode());
      }
      ada.presses(
          bot.phone().at(ada.address()).get(0).ref(),
          Action.of(verb, numbers(verb, 1, bot.clock().millis())).encode());
      ada.hears("hint.stale-button");
    }
    assertThat(ofOlga()).isEqualTo(before);
  }

  private List<String> saysAndReads(Someone who, String words) {
    int before = who.readsAll().size();
    who.says(words);
    bot.rests();
    who.awaitsQuiet();
    List<String> all = who.readsAll();
    return all.subList(before, all.size()).stream()
        .map(t -> t.replace("Bella", "NAME").replace("Zorro", "NAME"))
        .toList();
  }

  @Test
  void strangersGetNothing() {
    List<Object> before = ofOlga();
    String refusal = stranger.readsAll().get(0);
    for (String command : CommandMenu.names()) {
      stranger.says("/" + command + " Bella Tim");
    }
    for (String command : CommandMenu.administratorNames()) {
      stranger.says("/" + command + " 1");
    }
    stranger.says("hello");
    stranger.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    for (Verb verb : Verb.values()) {
      stranger.presses(
          bot.phone().at(stranger.address()).get(0).ref(),
          Action.of(verb, numbers(verb, 1, 1)).encode());
    }
    bot.rests();
    assertThat(stranger.readsAll()).containsOnly(refusal, text("optout.done"), text("optin.done"));
    assertThat(stranger.asksInline("Bella hey")).isEmpty();
    assertThat(stranger.asksAsGuest("Bella hey", "")).isEmpty();
    assertThat(bot.someone(50).asksAsGuest("Bella hey", "")).as("a member").isEmpty();
    assertThat(bot.someone(50).asksInline("Bella hey")).as("a member").isEmpty();
    assertThat(bot.corpora().chats(stranger.owner())).isEmpty();
    assertThat(ofOlga()).isEqualTo(before);
  }

  @Test
  void membersOfAGroupHearWhoIsSharedThereAndOfNothingElse() {
    List<Object> alone = List.of(bot.corpora().people(olga.owner()), olga.readsAll());
    for (String command : CommandMenu.names()) {
      member.says("/" + command + " Tim");
      member.says("/" + command);
    }
    for (Verb verb : Verb.values()) {
      for (long id : new long[] {1, 2, 3}) {
        member.presses(
            bot.phone().at(FRIENDS.address()).get(0).ref(),
            Action.of(verb, numbers(verb, tim().id().value() + id - 1, 1)).encode());
      }
    }
    bot.rests();
    assertThat(member.readsAll())
        .as("what was said there")
        .noneMatch(text -> text.contains("from Tim"))
        .noneMatch(text -> text.contains("Secret"));
    assertThat(List.of(bot.corpora().people(olga.owner()), olga.readsAll())).isEqualTo(alone);
    member.says("/speak Bella");
    assertThat(member.reads()).contains("from Bella", "🦜");
  }

  @Test
  void ofAVoicesOwnBotOthersHearThatItIsPrivateUntilItsOwnerSharesIt() {
    List<Object> before = ofOlga();
    for (Someone each : List.of(ada, stranger, bot.someone(51))) {
      Someone there = each.with(OWN_BOT);
      for (String words : List.of("hello", "/start", "/speak Bella", "/bot Bella", "hello")) {
        there.says(words);
      }
      there.sends("result.json", Export.ofBellaAndTim().json(), "/train");
      for (Verb verb : Verb.values()) {
        there.presses(
            bot.phone().at(there.address()).get(0).ref(),
            Action.of(verb, numbers(verb, 1, 1)).encode());
      }
      bot.rests();
      assertThat(there.readsAll()).containsExactly(text("bot.private"));
    }
    assertThat(ofOlga()).isEqualTo(before);
    Someone olgaThere = olga.with(OWN_BOT);
    olgaThere.says("are you awake?");
    bot.rests();
    assertThat(olgaThere.reads()).contains("from Bella", "are you awake?");
    Someone adaThere = ada.with(OWN_BOT);
    bot.voiceBots().share(OWN_BOT, true);
    adaThere.says("and now?");
    bot.rests();
    assertThat(adaThere.reads()).contains("from Bella", "and now?");
    bot.voiceBots().share(OWN_BOT, false);
    int heard = adaThere.readsAll().size();
    bot.voiceBots().activate(OWN_BOT, false);
    adaThere.says("and now?");
    olgaThere.says("and now?");
    bot.rests();
    assertThat(adaThere.readsAll()).hasSize(heard);
    assertThat(olgaThere.readsAll()).hasSize(1);
    bot.voiceBots().activate(OWN_BOT, true);
  }

  private Person tim() {
    return person("Tim");
  }

  private Person person(String name) {
    return bot.corpora().people(olga.owner()).stream()
        .filter(person -> person.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
