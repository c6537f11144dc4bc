package io.mynah.chat.dispatch;

import java.util.function.UnaryOperator;

/**
 * Who may use the bot, and how others are let in.
 *
 * @param administrators who may let others in
 * @param link makes the address that opens the bot and passes it a code; without a code, one that
 *     only opens the bot
 * @param setting the name of the setting behind {@code allowed}
 */
public record AccessConfig(
    AllowedUsers allowed,
    Administrators administrators,
    UnaryOperator<String> link,
    String setting) {}
