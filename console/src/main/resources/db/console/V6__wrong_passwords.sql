-- Wrong passwords of late, by name and by address. A name that nobody has may be a password typed into
-- the wrong field: only its hash is kept, and for a day.
create table wrong_password (
  who      bytea primary key,
  failures int not null,
  last_at  timestamptz not null
);
create index wrong_password_at on wrong_password (last_at);
