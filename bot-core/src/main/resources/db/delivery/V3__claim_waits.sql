-- Claims wait for rows that somebody is just writing, and do not pass over them: whoever skipped a
-- customer's first letter for being locked took the second before it. Claims of a lane come one after
-- the other anyway, and nobody holds these rows for longer than a commit.
create or replace function claim(in_lane int, at timestamptz, most int, who bigint)
returns setof letter
language plpgsql
-- by index, whatever the statistics of a minute ago say
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  perform pg_advisory_xact_lock(4711, least(in_lane, 1));
  return query
    with due as (
      select waiting.seq from delivery.letter waiting
      where waiting.lane = in_lane and waiting.due_at <= at
        and (in_lane = 0 or not exists (
          select 1 from delivery.letter other
          where other.customer = waiting.customer and other.owner is not null
            and other.owner <> who and other.lane > 0))
      order by waiting.due_at, waiting.seq limit most for update)
    update delivery.letter set state = 'CLAIMED', owner = who, hand = hand + 1, claimed_at = at,
      due_at = null, waits_for_window = false
    from due where letter.seq = due.seq
    returning letter.*;
end $$;
