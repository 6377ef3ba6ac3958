-- What came of a broadcast, as it was counted last: counting a hundred thousand people takes seconds, and
-- nobody who opens a page is to wait for it. Numbers only, nobody's.
create table report (
  broadcast  bigint      primary key references broadcast on delete cascade,
  counted_at timestamptz not null,
  took       bigint      not null, -- milliseconds
  complete   boolean     not null, -- the seven days are over: it is not counted again
  report     text        not null,
  wires      text        not null
);
