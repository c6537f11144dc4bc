package io.mynah.domain;

/**
 * A person whom the members of a group may let speak.
 *
 * @param owner who shares them: the only one who may end it
 * @param groupId the store's id of the group
 * @param realMessages whether the owner lets the group see messages that the person really wrote
 */
public record GroupShare(
    Person person, OwnerId owner, long groupId, Group group, boolean realMessages) {}
