create table task (
  id bigint generated always as identity primary key,
  key text not null,
  kind text not null,
  customer bigint,
  title text not null,
  detail text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  outcome text,
  operator text
);

-- one open task a key; closed ones stay as the record of who decided what
create unique index task_open on task (key) where closed_at is null;
create index task_opened on task (opened_at) where closed_at is null;
