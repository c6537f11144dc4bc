package io.mynah.store.corpora;

import io.mynah.domain.ChatId;
import io.mynah.domain.PersonId;
import io.mynah.domain.VoiceBotId;
import io.mynah.store.keys.AssociatedData;
import io.mynah.vault.BrokenSeal;
import io.mynah.vault.DataKey;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reseals the stored data of a chat with another key, within the caller's transaction. */
final class Resealing {
  private static final Logger log = LoggerFactory.getLogger(Resealing.class);

  private static final int BATCH = 1_000;

  /** Opens a sealed value. */
  @FunctionalInterface
  interface Opener {
    byte[] open(byte[] stored, String associatedData);
  }

  /** A sealed value, its row id and, if several rows have that, its position among them. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Cell(long row, long position, byte[] stored, String associatedData) {}

  private final Handle handle;
  private final ChatId chat;
  private final Opener values;
  private final Opener lookups;
  private final DataKey to;

  /**
   * @param values opens values
   * @param lookups opens values that were sealed deterministically
   * @param to seals all values again
   */
  Resealing(Handle handle, ChatId chat, Opener values, Opener lookups, DataKey to) {
    this.handle = handle;
    this.chat = chat;
    this.values = values;
    this.lookups = lookups;
    this.to = to;
  }

  /** Reseals everything. */
  void run() {
    names();
    OptionalLong last = messages(Long.MIN_VALUE, BATCH);
    while (last.isPresent()) {
      last = messages(last.getAsLong() + 1, BATCH);
    }
  }

  /** Reseals everything but the messages. */
  void names() {
    column(
        "select id, title from chats where id = :chat",
        "update chats set title = :value where id = :row",
        (row, context) -> cell(row.getLong(1), row.getBytes(2), AssociatedData.title(chat)));
    personKeys();
    column(
        "select id, name from people where chat_id = :chat and messages <> "
            + ChatsAndPeople.FORGOTTEN,
        "update people set name = :value where id = :row",
        (row, context) ->
            cell(row.getLong(1), row.getBytes(2), AssociatedData.name(person(row.getLong(1)))));
    aliases();
    column(
        """
        select corrections.id, person_id, text from corrections
        join people on people.id = person_id where chat_id = :chat""",
        "update corrections set text = :value where id = :row",
        (row, context) ->
            cell(
                row.getLong(1),
                row.getBytes(3),
                AssociatedData.correction(person(row.getLong(2)))));
    column(
        """
        select corrections.id, person_id, said_to from corrections
        join people on people.id = person_id where chat_id = :chat and said_to is not null""",
        "update corrections set said_to = :value where id = :row",
        (row, context) ->
            cell(row.getLong(1), row.getBytes(3), AssociatedData.saidTo(person(row.getLong(2)))));
    column(
        """
        select liked_messages.id, person_id, text from liked_messages
        join people on people.id = person_id where chat_id = :chat""",
        "update liked_messages set text = :value where id = :row",
        (row, context) ->
            cell(row.getLong(1), row.getBytes(3), AssociatedData.liked(person(row.getLong(2)))));
    column(
        """
        select person_id, emoji from reactions
        join people on people.id = person_id where chat_id = :chat""",
        "update reactions set emoji = :value where person_id = :row",
        (row, context) ->
            cell(
                row.getLong(1), row.getBytes(2), AssociatedData.reactions(person(row.getLong(1)))));
    column(
        """
        select person_id, card from report_cards
        join people on people.id = person_id where chat_id = :chat""",
        "update report_cards set card = :value where person_id = :row",
        (row, context) ->
            cell(row.getLong(1), row.getBytes(2), AssociatedData.card(person(row.getLong(1)))));
    column(
        """
        select voice_bots.id, username from voice_bots
        join people on people.id = person_id where chat_id = :chat""",
        "update voice_bots set username = :value where id = :row",
        (row, context) ->
            cell(
                row.getLong(1), row.getBytes(2), AssociatedData.voiceBotName(bot(row.getLong(1)))));
    column(
        """
        select voice_bots.id, token from voice_bots
        join people on people.id = person_id where chat_id = :chat""",
        "update voice_bots set token = :value where id = :row",
        (row, context) ->
            cell(
                row.getLong(1),
                row.getBytes(2),
                AssociatedData.voiceBotToken(bot(row.getLong(1)))));
    positioned(
        """
        select person_id, version, card from voice_versions
        join people on people.id = person_id where chat_id = :chat and card is not null""",
        "update voice_versions set card = :value where person_id = :row and version = :position",
        AssociatedData::card);
  }

  private static PersonId person(long id) {
    return new PersonId(id);
  }

  private static VoiceBotId bot(long id) {
    return new VoiceBotId(id);
  }

  private static Cell cell(long row, byte[] stored, String associatedData) {
    return new Cell(row, 0, stored, associatedData);
  }

  private byte[] reseal(Cell cell) {
    return to.seal(values.open(cell.stored(), cell.associatedData()), cell.associatedData());
  }

  private void column(String select, String update, RowMapper<Cell> mapper) {
    List<Cell> cells = handle.createQuery(select).bind("chat", chat.value()).map(mapper).list();
    PreparedBatch batch = handle.prepareBatch(update);
    cells.forEach(cell -> batch.bind("row", cell.row()).bind("value", reseal(cell)).add());
    execute(batch);
  }

  private static void execute(PreparedBatch batch) {
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  private void personKeys() {
    List<Cell> cells =
        handle
            .createQuery(
                "select id, person_key from people where chat_id = :chat and messages <> "
                    + ChatsAndPeople.FORGOTTEN)
            .bind("chat", chat.value())
            .map((row, context) -> cell(row.getLong(1), row.getBytes(2), AssociatedData.PERSON_KEY))
            .list();
    PreparedBatch batch =
        handle.prepareBatch("update people set person_key = :value where id = :row");
    for (Cell cell : cells) {
      byte[] sealed =
          to.sealDeterministic(
              lookups.open(cell.stored(), cell.associatedData()), cell.associatedData());
      batch.bind("row", cell.row()).bind("value", sealed).add();
    }
    execute(batch);
  }

  private void aliases() {
    positioned(
        """
        select person_id, position, alias from aliases
        join people on people.id = person_id where chat_id = :chat""",
        "update aliases set alias = :value where person_id = :row and position = :position",
        AssociatedData::alias);
  }

  private void positioned(String select, String update, Function<PersonId, String> places) {
    List<Cell> cells =
        handle
            .createQuery(select)
            .bind("chat", chat.value())
            .map(
                (row, context) ->
                    new Cell(
                        row.getLong(1),
                        row.getLong(2),
                        row.getBytes(3),
                        places.apply(person(row.getLong(1)))))
            .list();
    PreparedBatch batch = handle.prepareBatch(update);
    for (Cell cell : cells) {
      batch
          .bind("row", cell.row())
          .bind("position", cell.position())
          .bind("value", reseal(cell))
          .add();
    }
    execute(batch);
  }

  /**
   * Reseals one batch of messages, as a chat may exceed memory. Damaged messages stay as they are.
   *
   * @param from the lowest id
   * @return the highest id of the batch; empty if it is empty
   */
  OptionalLong messages(long from, int most) {
    List<Cell> cells =
        handle
            .createQuery(
                """
                select source_id, text from messages
                where chat_id = :chat and source_id >= :from order by source_id limit :most""")
            .bind("chat", chat.value())
            .bind("from", from)
            .bind("most", most)
            .map(
                (row, context) ->
                    cell(row.getLong(1), row.getBytes(2), AssociatedData.text(row.getLong(1))))
            .list();
    PreparedBatch batch =
        handle.prepareBatch(
            "update messages set text = :value where chat_id = :chat and source_id = :row");
    for (Cell cell : cells) {
      try {
        batch.bind("chat", chat.value()).bind("row", cell.row()).bind("value", reseal(cell)).add();
      } catch (BrokenSeal damaged) {
        log.error("A message is damaged and cannot be read any more.");
      }
    }
    execute(batch);
    return cells.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(cells.get(cells.size() - 1).row());
  }
}
