-- What a token may be used for. Those of before read everything; those that wrote imported orders.
alter table token add column scopes text[] not null default '{}';
update token set scopes = case when may_write
  then array['orders:read', 'orders:write', 'customers:read', 'messages:read', 'events:read',
    'broadcasts:read', 'broadcasts:write']
  else array['orders:read', 'customers:read', 'messages:read', 'events:read', 'broadcasts:read'] end;

-- Requests under a key, for a day, with the answer that they got; without status: still at it.
create table idempotency (
  caller  text not null,
  key     text not null,
  request bytea not null,
  status  int,
  type    text,
  body    bytea,
  at      timestamptz not null,
  primary key (caller, key)
);
create index idempotency_at on idempotency (at);

-- Who wants to hear of what; the secret is sealed.
create table webhook (
  id      bigint generated always as identity primary key,
  url     text not null,
  secret  bytea not null,
  events  text[] not null,
  made_at timestamptz not null,
  made_by text not null,
  ended_at timestamptz
);

-- What happened, once: the name of an event is its id for ever.
create table webhook_event (
  seq     bigint generated always as identity unique,
  id      text primary key,
  type    text not null,
  subject text not null,
  data    text not null,
  -- Whom it is about, so that they can be forgotten.
  customer bigint,
  at      timestamptz not null
);
create index webhook_event_at on webhook_event (at);
create index webhook_event_customer on webhook_event (customer) where customer is not null;

create table webhook_delivery (
  id         bigint generated always as identity primary key,
  webhook    bigint not null references webhook,
  event      text not null references webhook_event on delete cascade,
  -- PENDING, DONE, DEAD
  state      text not null default 'PENDING',
  attempts   int not null default 0,
  due_at     timestamptz not null,
  status     int,
  error      text not null default '',
  changed_at timestamptz not null,
  unique (webhook, event)
);
create index webhook_delivery_due on webhook_delivery (due_at) where state = 'PENDING';
create index webhook_delivery_event on webhook_delivery (event);
create index webhook_delivery_dead on webhook_delivery (id) where state = 'DEAD';
