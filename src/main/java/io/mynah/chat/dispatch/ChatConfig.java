package io.mynah.chat.dispatch;

import io.mynah.chat.limits.Limits;
import io.mynah.chat.upload.UploadConfig;
import io.mynah.domain.Settings;
import org.jspecify.annotations.Nullable;

/**
 * How the conversation behaves.
 *
 * @param defaults for owners who set nothing
 * @param topP the nucleus of sampling, above 0 to 1
 * @param allowed who may use the bot
 * @param linkCode admits whoever shows it first ({@code /start CODE}), if there is one
 * @param uploads how exports are taken in
 * @param limits what each owner may ask for
 */
public record ChatConfig(
    Settings defaults,
    double topP,
    Allowed allowed,
    @Nullable String linkCode,
    UploadConfig uploads,
    Limits limits) {}
