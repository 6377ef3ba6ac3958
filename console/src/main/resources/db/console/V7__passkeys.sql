-- What an authenticator knows an operator by: says nothing about them.
alter table operator add column handle bytea not null default uuid_send(gen_random_uuid());
create unique index operator_handle on operator (handle);

-- Operators' passkeys. Of each only its public half is here.
create table passkey (
  id         bytea primary key,
  operator   text not null references operator (name) on delete cascade,
  label      text not null,
  -- Its authenticator's kind, id and public key, as the authenticator wrote them.
  credential bytea not null,
  -- Counts its uses, where the authenticator counts: a copy of it would fall behind.
  counter    bigint not null,
  may_be_copied boolean not null,
  is_copied  boolean not null,
  made_at    timestamptz not null,
  used_at    timestamptz
);
create index passkey_operator on passkey (operator);
