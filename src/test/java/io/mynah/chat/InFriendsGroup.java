package io.mynah.chat;

import io.mynah.chat.dispatch.AllowedUsers;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bot in a group of friends: Olga, who has Bella and Tim, and a member who has nobody. Two users
 * are let in, Olga being the first.
 */
abstract class InFriendsGroup {
  static final Group FRIENDS = new Group(new Address("group 1"), "Friends");
  static final Group WORK = new Group(new Address("group 2"), "Work");

  @TempDir Path home;
  Bot bot;
  Someone olga;
  Someone olgaThere;
  Someone member;

  @BeforeEach
  void start() {
    bot = new Bot(home).allows(AllowedUsers.parse("1, 2"), null).start();
    olga = bot.someone(1);
    olgaThere = olga.in(FRIENDS);
    member = bot.someone(50).in(FRIENDS);
    olga.trains(Export.ofBellaAndTim());
  }

  @AfterEach
  void close() {
    bot.close();
  }

  /** What the group reads, as it is now. */
  final List<String> group() {
    return bot.phone().at(FRIENDS.address()).stream().map(m -> m.now().text()).toList();
  }
}
