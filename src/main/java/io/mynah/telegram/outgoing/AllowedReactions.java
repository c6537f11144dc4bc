package io.mynah.telegram.outgoing;

import java.util.Set;

/** The emoji that bots may react with on Telegram; a chat may allow fewer. */
public final class AllowedReactions {
  /** Without variation selectors. */
  static final Set<String> EMOJI =
      Set.of(
          ("❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 "
                  + "💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u200D🔥 🌚 🌭 💯 🤣 ⚡ "
                  + "🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u200D💻 "
                  + "👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 "
                  + "🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u200D♂ 🤷 🤷\u200D♀ 😡")
              .split(" "));

  private AllowedReactions() {}

  /** Whether bots may react with an emoji, written without variation selectors. */
  public static boolean has(String emoji) {
    return EMOJI.contains(emoji);
  }
}
