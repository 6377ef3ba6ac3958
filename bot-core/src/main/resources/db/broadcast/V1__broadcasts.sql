-- A broadcast as it is written, approved and carried out. Each change of words or audience is a revision;
-- what is approved is one revision with the people who were gathered for it.
create table broadcast (
  id           bigint generated always as identity primary key,
  title        text        not null,
  state        text        not null, -- DRAFT, SUBMITTED, APPROVED, RUNNING, PAUSED, DONE, CANCELLED
  revision     int         not null default 1,
  draft        text        not null,
  author       text        not null,
  created_at   timestamptz not null,
  changed_at   timestamptz not null,
  -- who is gathering recipients for which revision, and when they were last heard of
  gathering    text,
  gathering_at timestamptz,
  gathered     int         not null default 0,
  -- what was foreseen, and for which revision
  foresight    text,
  foreseen     int,
  submitted_by text,
  submitted_at timestamptz,
  approved_by  text,
  approved_at  timestamptz,
  start_at     timestamptz,
  started_at   timestamptz,
  expanded_at  timestamptz,
  ended_at     timestamptz,
  ended_by     text
);
create index broadcast_open on broadcast (id) where state in ('APPROVED', 'RUNNING', 'PAUSED');

-- Who is written to, with which wording, and who is left out to measure what it earned.
create table recipient (
  broadcast bigint not null references broadcast on delete cascade,
  customer  bigint not null,
  side      text   not null, -- A, B
  held_out  boolean not null,
  primary key (broadcast, customer)
);
create index recipient_customer on recipient (customer);

-- Customers who belong to the shop: they are shown broadcasts before others get them.
create table tester (
  customer bigint      primary key,
  operator text        not null,
  at       timestamptz not null
);
