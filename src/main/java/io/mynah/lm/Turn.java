package io.mynah.lm;

import io.mynah.domain.PersonKey;
import java.time.Instant;

/** One message of a conversation, as a model sees it. */
public record Turn(PersonKey speaker, Instant at, String text) {}
