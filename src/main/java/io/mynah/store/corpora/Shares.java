package io.mynah.store.corpora;

import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.GroupPermission;
import io.mynah.domain.GroupShare;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.store.database.Columns;
import io.mynah.store.database.Database;
import io.mynah.store.keys.AssociatedData;
import io.mynah.vault.DataKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Stores which people are shared in which groups. Nobody is shared in a group that Mynah was
 * removed from; if it is added again, sharing starts over. Thread-safe.
 */
public final class Shares {
  /** How long a question to an owner is kept. */
  public static final Duration ASKED = Duration.ofDays(7);

  private static final String JOINED =
      """
      select shares.*, groups.address, groups.title, chats.owner from shares
      join groups on groups.id = shares.group_id
      join people on people.id = shares.person_id
      join chats on chats.id = people.chat_id
      where groups.left_at is null and\s""";

  private final Database database;
  private final Jdbi jdbi;

  public Shares(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  private record Row(
      PersonId person,
      OwnerId owner,
      long groupId,
      Group group,
      Set<GroupPermission> permissions) {}

  /**
   * Waits until no other transaction shares people or drops groups. To be called before a
   * transaction looks at either.
   */
  static void lock(Database database, Handle handle) {
    database.dialect().lock(handle, "shares");
  }

  /** The id of a group. Adds the group if it is new, and stores its current name. */
  public long group(Group group) {
    return jdbi.inTransaction(
        h -> {
          lock(database, h);
          return group(h, group);
        });
  }

  private long group(Handle handle, Group group) {
    forgetLeft(handle, group.address());
    long id =
        handle
            .createQuery(
                """
                insert into groups (address, title) values (:address, :title)
                on conflict (address) do update set title = excluded.title returning id""")
            .bind("address", group.address().value())
            .bind("title", new byte[0])
            .mapTo(Long.class)
            .one();
    handle
        .createUpdate("update groups set title = :title where id = :id")
        .bind(
            "title",
            database.keys(handle).ofStore().seal(group.title(), AssociatedData.groupTitle(id)))
        .bind("id", id)
        .execute();
    return id;
  }

  /**
   * Records that an owner is asked which people to share in a group. Returns the group's id, which
   * stays valid until they choose, and for {@link #ASKED} at least, even if nobody is shared there.
   */
  public long ask(OwnerId owner, Group group, Instant now) {
    return jdbi.inTransaction(
        h -> {
          lock(database, h);
          h.createUpdate("delete from share_questions where asked_at < :old")
              .bind("old", now.minus(ASKED).toEpochMilli())
              .execute();
          long id = group(h, group);
          h.createUpdate(
                  """
                  insert into share_questions (group_id, owner, asked_at)
                  values (:group, :owner, :now)
                  on conflict (group_id, owner) do update set asked_at = excluded.asked_at""")
              .bind("group", id)
              .bind("owner", owner.value())
              .bind("now", now.toEpochMilli())
              .execute();
          forget(h, owner);
          return id;
        });
  }

  /** A question to an owner about which people to share in a group. */
  public record Question(Group group, Instant askedAt) {}

  /** The questions that an owner has not answered. */
  public List<Question> asked(OwnerId owner) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select * from share_questions
                    join groups on groups.id = share_questions.group_id
                    where owner = :owner order by asked_at, id""")
                .bind("owner", owner.value())
                .map(
                    (row, context) ->
                        new Question(
                            group(row, row.getLong("id"), database.keys(h).ofStore()),
                            Columns.instant(row, "asked_at")))
                .list());
  }

  private static Group group(ResultSet row, long id, DataKey key) throws SQLException {
    return new Group(
        new Address(row.getString("address")),
        key.openText(row.getBytes("title"), AssociatedData.groupTitle(id)));
  }

  /** A group in which somebody is shared, or an owner was asked. */
  public Optional<Group> find(long groupId) {
    return database.read(
        h ->
            h.createQuery("select * from groups where id = :id and left_at is null")
                .bind("id", groupId)
                .map((row, context) -> group(row, groupId, database.keys(h).ofStore()))
                .findOne());
  }

  /**
   * Shares a person in a group, without further permissions. This answers the question to their
   * owner, if there is one.
   *
   * @return false if they were shared there already, or the person or the group no longer exists
   */
  public boolean begin(PersonId person, long groupId, Instant now) {
    return jdbi.inTransaction(
        h -> {
          lock(database, h);
          h.createUpdate(
                  """
                  delete from share_questions where group_id = :group and owner =
                    (select chats.owner from people join chats on chats.id = people.chat_id
                      where people.id = :person)""")
              .bind("group", groupId)
              .bind("person", person.value())
              .execute();
          return h.createUpdate(
                      """
                      insert into shares (group_id, person_id, shared_at)
                      select groups.id, people.id, :now from groups, people
                      where groups.id = :group and people.id = :person
                      """
                          + database.dialect().forKeyShare()
                          + "on conflict (group_id, person_id) do nothing")
                  .bind("now", now.toEpochMilli())
                  .bind("group", groupId)
                  .bind("person", person.value())
                  .execute()
              > 0;
        });
  }

  /** Sets whether something is allowed in a group. */
  public void allow(PersonId person, long groupId, GroupPermission permission, boolean allowed) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    "update shares set "
                        + column(permission)
                        + " = :allowed"
                        + (permission == GroupPermission.UNPROMPTED
                            ? ", unprompted_at = null, unanswered = 0"
                            : "")
                        + " where group_id = :group and person_id = :person")
                .bind("allowed", allowed)
                .bind("group", groupId)
                .bind("person", person.value())
                .execute());
  }

  private static String column(GroupPermission permission) {
    return permission.name().toLowerCase(Locale.ROOT);
  }

  private static Set<GroupPermission> permissions(ResultSet row) throws SQLException {
    Set<GroupPermission> permissions = EnumSet.noneOf(GroupPermission.class);
    for (GroupPermission permission : GroupPermission.values()) {
      if (row.getBoolean(column(permission))) {
        permissions.add(permission);
      }
    }
    return permissions;
  }

  /** When voices say something unasked. */
  public UnpromptedTurns unprompted() {
    return new UnpromptedTurns(database);
  }

  /** Ends sharing a person in a group. Returns whether they were shared there. */
  public boolean end(PersonId person, long groupId) {
    return jdbi.inTransaction(
        h -> {
          lock(database, h);
          int ended =
              h.createUpdate("delete from shares where group_id = :group and person_id = :person")
                  .bind("group", groupId)
                  .bind("person", person.value())
                  .execute();
          dropEmptyGroups(h);
          return ended > 0;
        });
  }

  /** The people shared in a group, in the order in which they were shared. */
  public List<GroupShare> at(Address group) {
    return select("groups.address = :value", group.value());
  }

  /** The shares of an owner's people. */
  public List<GroupShare> of(OwnerId owner) {
    return select("chats.owner = :value", owner.value());
  }

  /** The share of a person in a group. */
  public Optional<GroupShare> of(PersonId person, long groupId) {
    return select("shares.person_id = :value", person.value()).stream()
        .filter(share -> share.groupId() == groupId)
        .findFirst();
  }

  private List<GroupShare> select(String condition, Object value) {
    return database.read(
        h ->
            h
                .createQuery(JOINED + condition + " order by shares.shared_at, shares.person_id")
                .bind("value", value)
                .map(
                    (row, context) ->
                        new Row(
                            new PersonId(row.getLong("person_id")),
                            new OwnerId(row.getString("owner")),
                            row.getLong("group_id"),
                            group(row, row.getLong("group_id"), database.keys(h).ofStore()),
                            permissions(row)))
                .list()
                .stream()
                .flatMap(
                    row ->
                        ChatsAndPeople.find(h, database.keys(h), row.owner(), row.person())
                            .map(
                                person ->
                                    new GroupShare(
                                        person,
                                        row.owner(),
                                        row.groupId(),
                                        row.group(),
                                        row.permissions()))
                            .stream())
                .toList());
  }

  /** Whether a group was told what Mynah's replies are. */
  public boolean told(long groupId) {
    return database.read(
        h ->
            h.createQuery("select told_at from groups where id = :id and told_at is not null")
                .bind("id", groupId)
                .mapTo(Long.class)
                .findOne()
                .isPresent());
  }

  /** Marks a group as told what Mynah's replies are. */
  public void tell(long groupId, Instant now) {
    jdbi.useHandle(
        h ->
            h.createUpdate("update groups set told_at = :now where id = :id and told_at is null")
                .bind("now", now.toEpochMilli())
                .bind("id", groupId)
                .execute());
  }

  /** Moves the shares of a group to its new address, even if the bot has left the old one. */
  public void moved(Address from, Address to) {
    jdbi.useTransaction(
        h -> {
          lock(database, h);
          Optional<Long> old = id(h, from);
          if (old.isEmpty()) {
            return;
          }
          forgetLeft(h, to);
          Optional<Long> existing = id(h, to);
          if (existing.isPresent()) {
            h.createUpdate(
                    """
                    insert into shares
                      (group_id, person_id, real_messages, mentions, unprompted, shared_at)
                    select :to, person_id, real_messages, mentions, unprompted, shared_at
                    from shares where group_id = :from
                    on conflict (group_id, person_id) do nothing""")
                .bind("to", existing.get())
                .bind("from", old.get())
                .execute();
            h.createUpdate("delete from groups where id = :id").bind("id", old.get()).execute();
          } else {
            h.createUpdate("update groups set address = :to, left_at = null where id = :id")
                .bind("to", to.value())
                .bind("id", old.get())
                .execute();
          }
        });
  }

  private static Optional<Long> id(Handle handle, Address group) {
    return handle
        .createQuery("select id from groups where address = :address")
        .bind("address", group.value())
        .mapTo(Long.class)
        .findOne();
  }

  /**
   * Records that Mynah was removed from a group. Telegram also reports this for a group that moves,
   * before or after the move.
   */
  public void left(Address group, Instant now) {
    jdbi.useHandle(
        h ->
            h.createUpdate("update groups set left_at = :now where address = :address")
                .bind("now", now.toEpochMilli())
                .bind("address", group.value())
                .execute());
  }

  /** Records that Mynah is in a group: deletes shares from before it was removed. */
  public void joined(Address group) {
    jdbi.useTransaction(
        h -> {
          lock(database, h);
          forgetLeft(h, group);
        });
  }

  private static void forgetLeft(Handle handle, Address group) {
    handle
        .createUpdate("delete from groups where address = :address and left_at is not null")
        .bind("address", group.value())
        .execute();
  }

  /**
   * Deletes the questions to an owner who has no chats any more, and the groups that are empty. The
   * transaction holds the {@link #lock}.
   */
  static void forget(Handle handle, OwnerId owner) {
    handle
        .createUpdate(
            """
            delete from share_questions where owner = :owner
              and not exists (select 1 from chats where owner = :owner)""")
        .bind("owner", owner.value())
        .execute();
    dropEmptyGroups(handle);
  }

  /**
   * Deletes the groups in which nobody is shared and about which nobody is asked. The transaction
   * holds the {@link #lock}.
   */
  static void dropEmptyGroups(Handle handle) {
    handle.execute(
        """
        delete from groups
        where not exists (select 1 from shares where shares.group_id = groups.id)
          and not exists
            (select 1 from share_questions where share_questions.group_id = groups.id)""");
  }
}
