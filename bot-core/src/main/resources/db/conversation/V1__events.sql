-- Every event that a channel handed over, once. Its row is the proof on which a channel tells the
-- platform "taken"; a redelivery finds it and goes no further.
create table event (
  seq         bigint generated always as identity primary key,
  channel     text        not null,
  event_id    text        not null,
  peer        text        not null,
  in_group    boolean     not null,
  kind        text        not null,
  payload     text        not null,
  at          timestamptz not null,
  received_at timestamptz not null,
  handled_at  timestamptz,
  outcome     text,
  constraint event_once unique (channel, event_id)
) with (fillfactor = 50); -- each row is updated once, soon: there has to be room beside it
-- handled_at is in no index on purpose: marking an event stays a heap-only update. What is unhandled
-- is found by reading on from this mark, below which everything is handled.
create table progress (
  one      boolean primary key default true check (one),
  all_handled_to bigint not null
);
insert into progress (all_handled_to) values (0);
