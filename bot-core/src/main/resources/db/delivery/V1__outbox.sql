-- The outbox. A letter is one row for ever; its id makes posting it twice harmless.
--
-- A reply that fills a callback's reply slot is inserted as "attempted" and a moment later updated to
-- "accepted", at thousands a second. So no column that this changes is in any index (nor in the
-- condition of one): the update stays heap-only. due_at and owner are null for such rows.
create table letter (
  seq          bigint generated always as identity primary key,
  id           text        not null constraint letter_once unique,
  customer     bigint      not null,
  purpose      text        not null,
  lane         smallint    not null,
  state        text        not null,
  message      text        not null,
  form         text,
  -- a reply: what it answers
  to_channel   text,
  to_peer      text,
  to_event     text,
  because      text        not null,
  not_before   timestamptz not null,
  worth_until  timestamptz not null,
  planned_at   timestamptz not null,
  changed_at   timestamptz not null,
  -- when the courier has to look at it (planned, held); null: not waiting
  due_at       timestamptz,
  -- whether an opened window wakes it
  waits_for_window boolean not null default false,
  -- which courier has it in hand (claimed, attempted); null: none
  owner        bigint,
  attempts     int         not null default 0,
  -- of the latest attempt
  channel      text,
  peer         text,
  wire         text,
  attempted_at timestamptz,
  platform_message_id text,
  doubt_since  timestamptz,
  -- why it stands where it stands: a sentence of templates/LANG/why, and what it names
  why          text        not null,
  why_about    text        not null default ''
) with (fillfactor = 50); -- each row is updated once, soon: there has to be room beside it
create index letter_of_customer on letter (customer, seq);
create index letter_due on letter (lane, due_at, seq) where due_at is not null;
create index letter_waiting on letter (customer) where due_at is not null;
create index letter_in_hand on letter (owner) where owner is not null;
create index letter_in_doubt on letter (doubt_since) where doubt_since is not null;
create index letter_by_platform_id on letter (platform_message_id) where platform_message_id is not null;

-- Every attempt but the first one through a reply slot, which the letter itself records.
create table attempt (
  letter   bigint      not null,
  n        int         not null,
  channel  text        not null,
  wire     text        not null,
  at       timestamptz not null,
  outcome  text,
  detail   text,
  primary key (letter, n)
);

-- What opens windows, and how much of each is used.
create table contact (
  channel         text not null,
  address         text not null,
  customer        bigint not null,
  last_message_at timestamptz,
  last_menu_at    timestamptz,
  last_follow_at  timestamptz,
  last_scan_at    timestamptz,
  sent_message    int not null default 0,
  sent_menu       int not null default 0,
  sent_follow     int not null default 0,
  sent_scan       int not null default 0,
  primary key (channel, address)
) with (fillfactor = 80);

-- Consents to notices, entry by entry; never updated. The balance is the sum since the last reset.
create table credit (
  seq      bigint generated always as identity primary key,
  channel  text        not null,
  address  text        not null,
  form     text        not null,
  change   int         not null,
  reset    boolean     not null default false,
  cause    text        not null,
  at       timestamptz not null,
  constraint credit_once unique (channel, address, form, cause)
);

-- Couriers that live. The times are the database's own, never the shop's clock, which can be turned.
create table courier (
  owner   bigint      primary key,
  seen_at timestamptz not null
);
