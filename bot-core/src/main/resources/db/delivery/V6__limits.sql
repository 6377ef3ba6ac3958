-- The shop's own limits where somebody changed them in the console: one row, or none and the settings
-- hold. Read with the facts of every decision.
create table limits (
  the_only           boolean     primary key default true check (the_only),
  quiet_from         time,
  quiet_to           time,
  care_per_day       int         not null,
  care_per_week      int         not null,
  community_per_week int         not null,
  marketing_per_week int         not null,
  mourning_days      text[]      not null,
  operator           text        not null,
  changed_at         timestamptz not null,
  check ((quiet_from is null) = (quiet_to is null))
);
