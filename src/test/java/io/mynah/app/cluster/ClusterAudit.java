package io.mynah.app.cluster;

import io.mynah.domain.OwnerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Looks into the tables of a run, directly: what became of each job, and what is left of those who
 * forgot everything.
 */
final class ClusterAudit {
  /** The tables with rows of an owner; the language of their app is stored with each message. */
  private static final List<String> OF_OWNERS =
      List.of(
          "chats",
          "jobs",
          "job_turns",
          "uploads",
          "preferences",
          "expectations",
          "erasures",
          "erasure_notices",
          "pending_edits",
          "spoken_messages",
          "chat_sessions",
          "owner_keys");

  private static final String ENDED = "('DONE', 'FAILED', 'CANCELLED')";

  private final Jdbi jdbi;

  /** Begins to record what becomes of jobs. */
  ClusterAudit(String url) {
    jdbi = Jdbi.create(url);
    jdbi.useHandle(
        h -> {
          h.execute(
              """
              create table job_history (
                entry bigint generated always as identity primary key,
                job bigint not null, was text not null, became text not null, served bigint)""");
          h.execute(
              """
              create function keep_job_history() returns trigger language plpgsql as $$
              begin
                insert into job_history (job, was, became, served)
                values (new.id, old.state, new.state, new.served);
                return null;
              end $$""");
          h.execute(
              """
              create trigger job_history after update on jobs for each row
              when (old.state <> new.state) execute function keep_job_history()""");
        });
  }

  /** Jobs that ended twice, went on after their end, or were claimed twice by one number. */
  List<String> wrongJobs() {
    List<String> wrong = new ArrayList<>();
    jdbi.useHandle(
        h -> {
          wrong.addAll(
              list(
                  h,
                  "select 'job ' || job || ' was ' || was || ' and became ' || became"
                      + " from job_history where was in "
                      + ENDED));
          wrong.addAll(
              list(
                  h,
                  """
                  select 'job ' || job || ' was claimed by the number ' || served || ' after '
                    || former
                  from (select job, served, lag(served) over (partition by job order by entry)
                    as former from job_history where became = 'RUNNING') as claims
                  where served <= former"""));
          wrong.addAll(
              list(
                  h,
                  "select 'job ' || id || ' is ' || state from jobs where state not in " + ENDED));
          wrong.addAll(
              list(
                  h,
                  """
                  select 'the turn of ' || owner || ' says ' || asked || unasked || running
                  from job_turns where asked + unasked + running <> 0"""));
        });
    return wrong;
  }

  /** How many jobs came to which end; those that were forgotten are left out. */
  Map<String, Integer> ends() {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "select state || coalesce(' ' || failure, '') as state, count(*) as count"
                        + " from jobs group by 1")
                .reduceRows(
                    new TreeMap<>(),
                    (map, row) -> {
                      map.put(
                          row.getColumn("state", String.class),
                          row.getColumn("count", Integer.class));
                      return map;
                    }));
  }

  /** How often jobs went back to the queue. */
  int interruptions() {
    return jdbi.withHandle(
        h ->
            h.createQuery("select count(*) from job_history where became = 'QUEUED'")
                .mapTo(Integer.class)
                .one());
  }

  /** Rows of owners who forgot everything, and blobs of nobody. */
  List<String> leftOf(List<OwnerId> forgotten) {
    List<String> left = new ArrayList<>();
    jdbi.useHandle(
        h -> {
          for (String table : OF_OWNERS) {
            left.addAll(
                h.createQuery(
                        "select '"
                            + table
                            + " of ' || owner from "
                            + table
                            + " where owner in (<owners>)")
                    .bindList("owners", forgotten.stream().map(OwnerId::value).toList())
                    .mapTo(String.class)
                    .list());
          }
          left.addAll(
              list(h, "select 'chat ' || id from chats where owner = '' or imported_at = 0"));
          left.addAll(
              list(
                  h,
                  """
                  select 'blob ' || name from blobs where
                  case split_part(name, '/', 1)
                    when 'upload' then cast(split_part(name, '/', 2) as bigint)
                      not in (select id from uploads)
                    when 'checkpoint' then cast(split_part(name, '/', 2) as bigint)
                      not in (select id from jobs where state in ('QUEUED', 'RUNNING'))
                    when 'candidate' then cast(split_part(name, '/', 2) as bigint)
                      not in (select person_id from jobs where state in ('QUEUED', 'RUNNING'))
                    when 'version' then name
                      not in (select 'version/' || person_id || '/' || version from voice_versions)
                    else cast(split_part(name, '/', 2) as bigint)
                      not in (select person_id from voices) end"""));
          left.addAll(
              list(
                  h,
                  """
                  select 'voice ' || person_id || ' without a model' from voices
                  where 'model/' || person_id not in (select name from blobs)"""));
          left.addAll(
              list(
                  h,
                  """
                  select 'version ' || version || ' without a model' from voice_versions
                  where 'version/' || person_id || '/' || version
                    not in (select name from blobs)"""));
          left.addAll(list(h, "select 'update ' || update_id from inbox where body is not null"));
        });
    return left;
  }

  private static List<String> list(Handle handle, String query) {
    return handle.createQuery(query).mapTo(String.class).list();
  }
}
