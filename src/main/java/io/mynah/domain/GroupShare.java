package io.mynah.domain;

/**
 * A person whose voice the members of a group may use.
 *
 * @param owner who shares them: the only one who may end it
 * @param groupId the store's id of the group
 * @param realMessages whether the owner lets the group see messages that the person really wrote
 */
public record GroupShare(
    Person person, OwnerId owner, long groupId, Group group, boolean realMessages) {}
