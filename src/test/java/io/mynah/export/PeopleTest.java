package io.mynah.export;

import static io.mynah.export.Exports.bella;
import static io.mynah.export.Exports.chat;
import static io.mynah.export.Exports.group;
import static io.mynah.export.Exports.message;
import static io.mynah.export.Exports.tim;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who wrote what, in the ways in which exports have said so over the years. */
class PeopleTest {
  @TempDir Path folder;

  private ChatRead read(String json) {
    return Exports.read(folder, json);
  }

  /** A message whose sender's id is written as it is given, a number or in quotes. */
  private static String from(String name, String rawId) {
    return """
        {"id": 1, "type": "message", "date": "2019-02-03T04:05:06", "from": "%s", "from_id": %s,
         "text": "hi"}"""
        .formatted(name, rawId);
  }

  @ParameterizedTest(name = "{0} in a {1} is {2}")
  @CsvSource({
    "123, private_group, user123",
    "000123, private_group, user123",
    "4294967419, private_group, user123",
    "8589934715, private_group, chat123",
    "8589934715, private_supergroup, channel123",
    "8589934715, public_supergroup, channel123",
    "8589934715, public_channel, channel123",
    "'\"user123\"', private_group, user123",
    "'\"user00123\"', private_group, user123",
    "'\"chat123\"', private_group, chat123",
    "'\"channel123\"', private_supergroup, channel123",
    "'\"123\"', private_group, user123",
    "'\"user7816345621\"', private_group, user7816345621",
  })
  void anIdOfAnyAgeIsOneAndTheSame(String raw, String type, String key) {
    assertThat(read(chat(type, from("Bella", raw))).keys()).containsExactly(key);
  }

  @Test
  void exportsOfAllAgesAgreeOnWhoIsWho() {
    String all = group(from("B", "5"), from("B", "4294967301"), from("B", "\"user5\""));
    assertThat(read(all).senders()).containsExactly("user5", "user5", "user5");
  }

  @Test
  void theOldestExportsKnowPeopleByNameAlone() {
    String old =
        """
        {"name": "Old", "type": "private_group", "messages": [
         {"id": 1, "type": "message", "date": "2018-06-01T10:00:00", "from": "Zoë", "text": "a"},
         {"id": 2, "type": "message", "date": "2018-06-01T10:00:01", "from": "Zoe\\u0308",
          "text": "b"},
         {"id": 3, "type": "message", "date": "2018-06-01T10:00:02", "from": "Tim", "text": "c"}]}
        """;
    ChatRead read = read(old);
    assertThat(read.names()).as("composed and decomposed are one").containsExactly("Zoë", "Tim");
    assertThat(read.report().chat().people().get(0).messages()).isEqualTo(2);
    assertThat(read.report().chat().sourceKey()).isEqualTo("group:name:Old");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"robot9\"", "\"user\"", "\"user-4\"", "-4", "\"99999999999999999999\"", "true"})
  void whatIsNoIdLeavesTheName(String raw) {
    ChatRead read = read(group(from("Bella", raw), from("Bella", "null")));
    assertThat(read.names()).containsExactly("Bella");
    assertThat(read.senders().get(0)).isEqualTo(read.senders().get(1));
  }

  @Test
  void aPersonWhoWasRenamedStaysOneWithTheNewestNameShown() {
    ChatRead read =
        read(
            group(
                message(1, "Bella", "user1", "a"),
                message(2, "Tim", "user2", "b"),
                message(3, "Bella Swan", "user1", "c"),
                message(4, "Mrs Cullen", "user1", "d")));
    ExportedPerson bella = read.report().chat().people().get(0);
    assertThat(bella.name()).isEqualTo("Mrs Cullen");
    assertThat(bella.aliases()).containsExactly("Bella Swan", "Bella");
    assertThat(bella.messages()).isEqualTo(3);
    assertThat(read.senders()).containsExactly("user1", "user2", "user1", "user1");
  }

  @Test
  void theNewestNameIsNewestByTimeAndNotByPlaceInTheFile() {
    ChatRead read =
        read(
            group(
                message(1, "New", "user1", "a", "\"date_unixtime\": \"2000\""),
                message(2, "Old", "user1", "b", "\"date_unixtime\": \"1000\"")));
    ExportedPerson person = read.report().chat().people().get(0);
    assertThat(person.name()).isEqualTo("New");
    assertThat(person.aliases()).containsExactly("Old");
    assertThat(person.first()).isEqualTo(Instant.ofEpochSecond(1000));
    assertThat(person.last()).isEqualTo(Instant.ofEpochSecond(2000));
  }

  @Test
  void twoPeopleWithOneNameAreTwoWhereTheyHaveIds() {
    ChatRead read = read(group(message(1, "Max", "user1", "a"), message(2, "Max", "user2", "b")));
    assertThat(read.keys()).containsExactly("user1", "user2");
  }

  @Test
  void deletedAccountIsNobodyWhereNamesAreTheOnlyKey() {
    String deleted =
        """
        {"id": 1, "type": "message", "date": "2018-06-01T10:00:00", "from": "Deleted Account",
         "text": "who was it"}""";
    ChatRead read = read(group(deleted, bella(2, "no idea")));
    assertThat(read.names()).containsExactly("Bella");
    assertThat(read.senders()).containsExactly("nobody", "user1");
  }

  @Test
  void peopleAreListedTheBusiestFirst() {
    ChatRead read =
        read(
            group(
                bella(1, "a"),
                tim(2, "b"),
                tim(3, "c"),
                message(4, "Max", "user3", "d"),
                tim(5, "e"),
                bella(6, "f")));
    assertThat(read.names()).containsExactly("Tim", "Bella", "Max");
  }

  @Test
  void someoneWithNothingToLearnFromIsNotListed() {
    ChatRead read = read(group(bella(1, "a"), tim(2, "not his", "\"forwarded_from\": \"X\"")));
    assertThat(read.names()).containsExactly("Bella");
  }

  @ParameterizedTest(name = "{0} {1} is {2}")
  @CsvSource({
    "personal_chat, 42, personal:42",
    "private_group, 42, group:42",
    "private_supergroup, 42, supergroup:42",
    "public_supergroup, 42, supergroup:42",
    "private_channel, 42, channel:42",
    "public_channel, 42, channel:42",
    "saved_messages, 42, saved_messages:42",
    "bot_chat, 42, bot:42",
  })
  void aChatIsTheSameInEveryExportOfIt(String type, long id, String key) {
    String json =
        "{\"name\": \"N\", \"type\": \"%s\", \"id\": %d, \"messages\": [%s]}"
            .formatted(type, id, from("Bella", "\"user1\""));
    assertThat(read(json).report().chat().sourceKey()).isEqualTo(key);
  }

  @Test
  void aChatsIdIsTheSameWithItsPeerBit() {
    String json =
        "{\"name\": \"N\", \"type\": \"private_group\", \"id\": 8589934634, \"messages\": [%s]}"
            .formatted(from("Bella", "4294967301"));
    assertThat(read(json).report().chat().sourceKey()).isEqualTo("group:42");
  }

  @Test
  void newIdsBeyondThirtyTwoBitsAreNotTakenForPeerBits() {
    String json =
        "{\"name\": \"N\", \"type\": \"personal_chat\", \"id\": 7816345621, \"messages\": [%s]}"
            .formatted(from("Bella", "\"user7816345621\""));
    assertThat(read(json).report().chat().sourceKey()).isEqualTo("personal:7816345621");
  }

  @Test
  void aBotIsToldFromPeopleInNumbersWithPeerBitsToo() {
    String json =
        "{\"name\": \"Helper\", \"type\": \"bot_chat\", \"id\": 4294967338, \"messages\": [%s, %s]}"
            .formatted(from("Helper", "4294967338"), from("Bella", "4294967301"));
    assertThat(read(json).names()).containsExactly("Bella");
  }

  @Test
  void namesAreTrimmedAndBoundedAndHoldNoBrokenCharacters() {
    String longName = "x".repeat(5000);
    ChatRead read =
        read(
            group(
                message(1, "  Bella\\ud800 \\u0000", "user1", "a"),
                message(2, longName, "user2", "b")));
    assertThat(read.names().get(0)).isEqualTo("Bella\ufffd \ufffd");
    assertThat(read.names().get(1)).hasSize(256);
  }
}
