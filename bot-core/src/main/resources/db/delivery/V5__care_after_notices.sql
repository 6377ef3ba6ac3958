-- Whom something is told about a parcel in this moment is not asked after it in the same: what a customer
-- is cared with waits until the notices to them are on their way. So the last place in a window goes to
-- the notice, too, whichever lane's round comes first.
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
        and (in_lane <> 2 or not exists (
          select 1 from delivery.letter notice
          where notice.customer = waiting.customer and notice.owner is not null and notice.lane = 1))
        and (in_lane <> 2 or not exists (
          select 1 from delivery.letter notice
          where notice.customer = waiting.customer and notice.due_at <= at and notice.lane = 1))
      order by waiting.due_at, waiting.seq limit most for update)
    update delivery.letter set state = 'CLAIMED', owner = who, hand = hand + 1, claimed_at = at,
      due_at = null, waits_for_window = false
    from due where letter.seq = due.seq
    returning letter.*;
end $$;
