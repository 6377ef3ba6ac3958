-- Mailings: the same words to many. A letter of the lowest lane is called MAILING:CUSTOMER; the mailing
-- is found by the beginning of its letters' names, in an order that no locale changes. Nothing in it ever
-- changes: letters stay heap-only to update.
create index letter_of_mailing on letter (id text_pattern_ops) where lane = 3;

-- Which mailings are stopped. The courier asks after each claim.
create table mailing (
  name     text        primary key,
  standing text        not null, -- PAUSED, CANCELLED
  at       timestamptz not null
);

-- What went out with one call of a platform's mass send. As long as it is not settled, whoever takes over
-- from a dead courier makes the same call again under the same key.
create table bundle (
  id         bigint generated always as identity primary key,
  mailing    text        not null,
  channel    text        not null,
  wire       text        not null,
  message    text        not null,
  seqs       bigint[]    not null,
  peers      text[]      not null, -- emptied when it is settled
  size       int         not null,
  at         timestamptz not null,
  settled_at timestamptz,
  outcome    text,
  platform_message_id text,
  -- what the platform reported when it had finished
  reported   text,
  filtered   int,
  failed     int,
  recalled_at timestamptz
);
create index bundle_open on bundle (id) where settled_at is null;
create index bundle_of_mailing on bundle (mailing, id);
create index bundle_by_platform_id on bundle (platform_message_id) where platform_message_id is not null;
