-- Which courier has letters of a customer in hand: no other may take more of theirs.
drop index letter_in_hand;
create index letter_in_hand on letter (customer, owner) where owner is not null;

-- What is no longer worth sending is found each minute, however much is planned for next year.
create index letter_expiring on letter (worth_until) where due_at is not null;

-- How much a customer got unasked, lately. No column in it ever changes: the record of an attempt stays
-- a heap-only update.
create index letter_unasked on letter (customer, planned_at)
  where purpose in ('CARE', 'COMMUNITY', 'MARKETING');

alter table letter add column claimed_at timestamptz;

-- Which taking in hand this is. A letter may be taken out of a courier's hand and into the same courier's
-- again, while the first hand still thinks that it has it: only the latest may attempt.
alter table letter add column hand int not null default 0;

-- Where a letter stood before it stood where its row says; the straight way from planned to accepted
-- needs no entry. Never updated.
create table step (
  seq    bigint generated always as identity primary key,
  letter bigint      not null,
  at     timestamptz not null,
  state  text        not null,
  wire   text,
  why    text        not null,
  about  text        not null,
  until  timestamptz
);
create index step_of_letter on step (letter, seq);

insert into step (letter, at, state, wire, why, about)
select letter, at, case outcome when 'refused' then 'REFUSED' when 'gave up' then 'REFUSED'
    when 'uncertain' then 'UNCERTAIN' else 'HELD' end,
  wire, case outcome when 'refused' then 'refused-misconfigured' when 'gave up' then 'deferred-often'
    when 'uncertain' then 'uncertain' else 'deferred' end, coalesce(detail, '')
from attempt where outcome is not null and outcome <> 'accepted';
drop table attempt;

-- The complaint brake: while one cause is not released, nothing unasked goes to the customer.
create table brake (
  customer    bigint      not null,
  cause       text        not null,
  kind        text        not null,
  pulled_at   timestamptz not null,
  released_at timestamptz,
  primary key (customer, cause)
);

-- What was used of the quotas that platforms give per day or month, for an account (address '') or
-- for each of its peers.
create table usage (
  channel text not null,
  wire    text not null,
  address text not null,
  span    text not null,
  begins  date not null,
  used    int  not null,
  primary key (channel, wire, address, span, begins)
);

-- Takes due letters of a lane in hand. One courier at a time, and no letters of customers of whom
-- another courier has some: so what one customer gets keeps its order and its count over all nodes.
create function claim(in_lane int, at timestamptz, most int, who bigint) returns setof letter
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
      order by waiting.due_at, waiting.seq limit most for update skip locked)
    update delivery.letter set state = 'CLAIMED', owner = who, hand = hand + 1, claimed_at = at,
      due_at = null, waits_for_window = false
    from due where letter.seq = due.seq
    returning letter.*;
end $$;
