package io.mynah.chat.people;

import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.VoiceStates;

/**
 * Who an owner's people are, who of them can speak, and who is meant.
 *
 * @param roster finds people by owner
 * @param voices tells whether they can speak
 * @param resolver asks which of them a command is for
 */
public record PeopleDirectory(Roster roster, VoiceStates voices, PersonResolver resolver) {}
