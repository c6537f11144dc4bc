package io.mynah.export;

import static io.mynah.export.Exports.bella;
import static io.mynah.export.Exports.file;
import static io.mynah.export.Exports.group;
import static io.mynah.export.Exports.message;
import static io.mynah.export.Exports.tim;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.PersonKey;
import io.mynah.domain.Reactions;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often people react, and with which emoji. */
class ReactionsTest {
  private static final PersonKey BELLA = new PersonKey("user1");
  private static final PersonKey TIM = new PersonKey("user2");
  private static final PersonKey CARL = new PersonKey("user3");

  /** What is in a message that Tim gave a heart, in the HTML form. */
  static final String LOVED_IN_HTML =
      """
      <div class="text">yes</div>
      <span class="reactions">
       <span class="reaction active">
        <span class="emoji">
      ❤
        </span>
        <span class="userpics">
         <div class="userpic userpic2" style="width: 20px; height: 20px">
          <div class="initials" style="line-height: 20px" title="Tim">
      T
          </div>
         </div>
        </span>
       </span>
       <span class="reaction">
        <span class="emoji"><a href="stickers/own.webp">🦜</a></span>
        <span class="userpics"><div class="initials" title="Tim">T</div></span>
       </span>
       <span class="reaction paid">
        <span class="emoji">⭐</span>
        <span class="userpics"><div class="initials" title="Tim">T</div></span>
       </span>
       <span class="reaction"><span class="emoji">👍</span><span class="count">7</span></span>
      </span>""";

  /** A member of a message that Tim gave a heart. */
  static final String LOVED_BY_TIM = reactions(reaction("❤", "user2"));

  @TempDir Path folder;

  private Map<PersonKey, Reactions> read(String... messages) {
    return Exports.read(folder, group(messages)).report().reactions();
  }

  private static String reactions(String... reactions) {
    return "\"reactions\": [" + String.join(",", reactions) + "]";
  }

  /** A reaction with an emoji, of some people. */
  private static String reaction(String emoji, String... people) {
    String recent =
        Stream.of(people)
            .map(
                id ->
                    """
                    {"from": "Somebody", "from_id": "%s", "date": "2024-05-06T07:08:09"}"""
                        .formatted(id))
            .collect(Collectors.joining(","));
    return """
        {"type": "emoji", "count": %d, "emoji": "%s", "recent": [%s]}"""
        .formatted(people.length, emoji, recent);
  }

  private static Reactions counts(int messages, int reacted, Map<String, Integer> emoji) {
    return new Reactions(messages, reacted, new TreeMap<>(emoji));
  }

  @Test
  void belongToWhoReactedToAMessageOfSomebodyElse() {
    assertThat(
            read(
                bella(1, "one", reactions(reaction("❤", "user2", "user1"))),
                bella(2, "two", reactions(reaction("❤", "user2"), reaction("👍", "user2"))),
                tim(3, "three", reactions(reaction("🔥", "user1"))),
                bella(4, "four"),
                tim(5, "five")))
        .containsOnly(
            Map.entry(TIM, counts(3, 2, Map.of("❤", 2, "👍", 1))),
            Map.entry(BELLA, counts(2, 1, Map.of("🔥", 1))));
  }

  @Test
  void countFromTheFirstInTheChatAndOnceAPersonWasSeen() {
    assertThat(
            read(
                bella(1, "before reactions"),
                tim(2, "before reactions"),
                bella(3, "first", reactions(reaction("❤", "user2"))),
                bella(4, "without Carl"),
                message(5, "Carl", "user3", "here I am"),
                bella(6, "with Carl", reactions(reaction("👍", "user3"))),
                tim(7, "and more")))
        .containsOnly(
            Map.entry(TIM, counts(4, 1, Map.of("❤", 1))),
            Map.entry(CARL, counts(2, 1, Map.of("👍", 1))));
  }

  @Test
  void toWhatIsNotLearnedFromDoNotCount() {
    String by = reactions(reaction("❤", "user2"));
    assertThat(
            read(
                bella(1, "", by),
                bella(2, "forward", by, "\"forwarded_from\": \"X\""),
                tim(3, "a")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\": \"custom_emoji\", \"count\": 1, \"document_id\": \"1\", \"recent\": [PEOPLE]}",
        "{\"type\": \"paid\", \"count\": 1, \"recent\": [PEOPLE]}",
        "{\"type\": \"emoji\", \"count\": 1, \"emoji\": \"a word\", \"recent\": [PEOPLE]}",
        "{\"type\": \"emoji\", \"count\": 1, \"emoji\": \"SECRET\", \"recent\": [PEOPLE]}",
        "{\"type\": \"emoji\", \"count\": 1, \"emoji\": {\"of\": \"❤\"}, \"recent\": [PEOPLE]}",
        "{\"type\": \"emoji\", \"count\": 1, \"emoji\": \"❤\"}",
        "{\"type\": \"emoji\", \"count\": 1, \"emoji\": \"❤\", \"recent\": {\"0\": PEOPLE}}",
        "{\"type\": \"emoji\", \"count\": 1, \"emoji\": \"❤\", \"recent\": [\"user2\", [PEOPLE], {}]}",
        "{\"emoji\": \"❤\", \"recent\": [PEOPLE]}",
        "[PEOPLE], 3, null, \"❤\"",
      })
  void ofOtherShapesAreSkipped(String reaction) {
    String people = "{\"from\": \"Tim\", \"from_id\": \"user2\"}";
    ChatRead read =
        Exports.read(
            folder,
            group(bella(1, "kept", reactions(reaction.replace("PEOPLE", people))), tim(2, "too")));
    assertThat(read.texts()).containsExactly("kept", "too");
    assertThat(read.report().reactions()).isEmpty();
    assertThat(read.report().truncated()).isFalse();
  }

  @Test
  void thatAreNoListAreSkipped() {
    assertThat(read(bella(1, "kept", "\"reactions\": {\"type\": \"emoji\"}"))).isEmpty();
    assertThat(read(bella(1, "kept", "\"reactions\": null"))).isEmpty();
  }

  @Test
  void withAndWithoutAVariationSelectorAreTheSame() {
    assertThat(
            read(
                bella(1, "a", reactions(reaction("❤", "user2"))),
                bella(2, "b", reactions(reaction("❤\uFE0F", "user2"))),
                tim(3, "c")))
        .containsOnly(Map.entry(TIM, counts(2, 2, Map.of("❤", 2))));
  }

  @Test
  void ofManyDifferentEmojiTheMostFrequentAreKept() {
    // The first is used once, the second twice and so on.
    String[] messages =
        IntStream.rangeClosed(1, 40)
            .mapToObj(
                i ->
                    bella(
                        i,
                        "text",
                        reactions(
                            IntStream.rangeClosed(i, 40)
                                .mapToObj(n -> reaction(Character.toString(0x1F600 + n), "user2"))
                                .toArray(String[]::new))))
            .toArray(String[]::new);
    Reactions reactions = read(messages).get(TIM);
    assertThat(reactions.reacted()).isEqualTo(40);
    assertThat(reactions.emoji())
        .hasSize(32)
        .containsEntry(Character.toString(0x1F600 + 40), 40)
        .doesNotContainKey(Character.toString(0x1F600 + 8));
  }

  @Test
  void ofAnHtmlExportBelongToANameAndOnlyPlainEmojiCount() {
    String page =
        new HtmlPage("The flat")
            .message(1, "Bella", LOVED_IN_HTML)
            .message(2, "Tim", "<div class=\"text\">no</div>")
            .toString();
    ChatRead read = Exports.read(file(folder, "messages.html", page));
    assertThat(read.texts()).containsExactly("yes", "no");
    assertThat(read.report().reactions())
        .containsOnly(Map.entry(PersonKey.ofName("Tim"), counts(1, 1, Map.of("❤", 1))));
  }
}
