package io.mynah.domain;

import java.util.Set;

/**
 * A person whose voice the members of a group may use.
 *
 * @param owner who shares them: the only one who may end it
 * @param groupId the store's id of the group
 * @param permissions what else the owner allows there
 */
public record GroupShare(
    Person person, OwnerId owner, long groupId, Group group, Set<GroupPermission> permissions) {
  public GroupShare {
    permissions = Set.copyOf(permissions);
  }

  /** Whether the owner allows something there. */
  public boolean allows(GroupPermission permission) {
    return permissions.contains(permission);
  }
}
