-- An event's row is written once and never changed. Which events are handled, and what came of them,
-- stands here: one row for all events of a group that came to the same.
create table handled (
  id      bigint generated always as identity primary key,
  at      timestamptz not null,
  outcome text        not null,
  last    bigint      not null, -- the greatest of seqs: below the mark nobody has to look
  seqs    bigint[]    not null
);
-- arrays of a group lie in the row, as they are
alter table handled alter column seqs set storage main;
create index handled_last on handled (last);

insert into handled (at, outcome, last, seqs)
select max(handled_at), coalesce(outcome, ''), max(seq), array_agg(seq order by seq)
from event
where handled_at is not null
group by coalesce(outcome, ''), seq / 512;

alter table event drop column handled_at, drop column outcome;
alter table event set (fillfactor = 100);

create view unhandled as
select event.*
from event
where seq > (select all_handled_to from progress)
  and not exists (
    select from handled, unnest(seqs) as done (seq)
    where handled.last > (select all_handled_to from progress) and done.seq = event.seq);
