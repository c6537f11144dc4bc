package io.mynah.chat.dispatch;

import io.mynah.chat.forget.RetentionConfig;
import io.mynah.chat.limits.Limits;
import io.mynah.chat.upload.UploadConfig;
import io.mynah.domain.Settings;

/**
 * How the conversation behaves.
 *
 * @param defaults for owners who set nothing
 * @param topP the nucleus of sampling, above 0 to 1
 * @param access who may use the bot
 * @param uploads how exports are taken in
 * @param retention how long chats are kept that nobody uses
 * @param limits what each owner may ask for
 */
public record ChatConfig(
    Settings defaults,
    double topP,
    AccessConfig access,
    UploadConfig uploads,
    RetentionConfig retention,
    Limits limits) {}
