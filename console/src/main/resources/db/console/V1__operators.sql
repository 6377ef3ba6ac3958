create table operator (
  name text primary key check (name ~ '^[A-Za-z0-9_.-]{1,40}$'),
  password text not null,
  must_change boolean not null,
  created_at timestamptz not null
);
