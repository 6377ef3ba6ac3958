-- What a task's detail was written from, so that it can be said in another language than the shop's
-- wording: {"CARRIER": "yuantong", "SINCE": "2026-11-22T02:10:00Z"}. Tasks opened before have none.
alter table task add column facts jsonb not null default '{}';
