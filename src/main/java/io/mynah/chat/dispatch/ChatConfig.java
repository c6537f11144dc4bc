package io.mynah.chat.dispatch;

import io.mynah.chat.forget.RetentionConfig;
import io.mynah.chat.limits.Limits;
import io.mynah.chat.upload.UploadConfig;
import io.mynah.domain.Settings;
import io.mynah.lm.sampling.SamplingRule;
import java.nio.file.Path;

/**
 * The settings of the conversation.
 *
 * @param defaults for owners who set nothing
 * @param rule how messages are drawn where the temperature setting is 1
 * @param access who may use the bot
 * @param folder the data folder, for temporary files
 * @param uploads how exports are uploaded
 * @param retention how long unused chats are kept
 * @param limits what each owner may ask for
 */
public record ChatConfig(
    Settings defaults,
    SamplingRule rule,
    AccessConfig access,
    Path folder,
    UploadConfig uploads,
    RetentionConfig retention,
    Limits limits) {}
