-- Where sweeps over many rows stand. The position is the sweep's own: the last key it has done.
create table walk (
  sweep      text        not null,
  pass       text        not null,
  position   text        not null default '',
  begun_at   timestamptz not null,
  arrived_at timestamptz,
  primary key (sweep, pass)
);
