-- Who may do what. Whoever is here already is the shop's owner.
alter table operator
  add column role text not null default 'OWNER'
    check (role in ('OWNER', 'OPERATOR', 'AGENT', 'VIEWER')),
  add column enabled boolean not null default true,
  -- Changes with password, role and the right to enter: sessions of before end with it.
  add column stamp int not null default 0,
  -- The secret of their authenticator, sealed; and the latest step whose code was used.
  add column totp bytea,
  add column totp_step bigint not null default 0,
  add column entered_at timestamptz;

-- What operators did. Written once: each row's hash covers the row before it.
create table audit (
  seq      bigint primary key,
  at       timestamptz not null,
  operator text not null,
  action   text not null,
  subject  text not null,
  detail   text not null,
  hash     bytea not null
);

create function audit_is_for_ever() returns trigger language plpgsql as
  $$ begin raise exception 'the audit log is append-only'; end $$;
create trigger audit_row before update or delete on audit
  for each row execute function audit_is_for_ever();
create trigger audit_whole before truncate on audit
  for each statement execute function audit_is_for_ever();

-- Tokens of the shop's own systems; of each only its hash is known.
create table token (
  id         bigint generated always as identity primary key,
  name       text not null,
  hash       bytea not null unique,
  may_write  boolean not null,
  made_at    timestamptz not null,
  made_by    text not null,
  used_at    timestamptz,
  revoked_at timestamptz
);

-- What operators noted about a customer.
create table note (
  id       bigint generated always as identity primary key,
  customer bigint not null,
  text     text not null,
  operator text not null,
  at       timestamptz not null
);
create index note_customer on note (customer, id);

-- The wordings that the shop tried, so that any can come back.
create table wording (
  id       bigint generated always as identity primary key,
  template text not null,
  text     text not null,
  operator text not null,
  at       timestamptz not null
);
create index wording_template on wording (template, id);
