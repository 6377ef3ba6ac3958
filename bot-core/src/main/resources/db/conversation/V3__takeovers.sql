-- Conversations that a person leads: the bot says nothing in them.
create table takeover (
  customer bigint primary key,
  operator text not null,
  since    timestamptz not null
);
-- What somebody said, in order, for whoever reads along.
create index event_of_peer on event (peer, seq);
