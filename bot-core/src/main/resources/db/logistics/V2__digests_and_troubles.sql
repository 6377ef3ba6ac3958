-- The morning's digests: what each customer is to be told of, the most useful first.
ALTER TABLE digest
  -- PLANNED, WRITTEN, SPARED (they heard it all, or want none), LEFT_OUT (no time was left)
  ADD COLUMN state   text     NOT NULL DEFAULT 'WRITTEN',
  ADD COLUMN rank    smallint NOT NULL DEFAULT 9,
  -- through whose pace it goes; empty when the customer is nowhere to be reached
  ADD COLUMN account text     NOT NULL DEFAULT '',
  ADD COLUMN parcels bigint[] NOT NULL DEFAULT '{}',
  -- after nine: ACCEPTED, LATE or MISSED, and why
  ADD COLUMN outcome text,
  ADD COLUMN why     text     NOT NULL DEFAULT '';

CREATE INDEX digest_planned ON digest (day, rank, customer) WHERE state = 'PLANNED';
CREATE INDEX digest_day ON digest (day, customer);

CREATE TABLE digest_report (
  day       date PRIMARY KEY,
  planned   int NOT NULL,
  parcels   int NOT NULL,
  accepted  int NOT NULL,
  late      int NOT NULL,
  spared    int NOT NULL,
  left_out  int NOT NULL,
  -- [{"why": …, "customers": n}], the most frequent first
  missed    text NOT NULL,
  made_at   timestamptz NOT NULL
);

CREATE INDEX parcel_open ON parcel (id)
  WHERE (NOT done OR state = 'SIGNED_AT_STATION' AND NOT fetched) AND state <> 'CANCELLED';

-- When to look whether something is wrong with it, and how long it once stood still on its way.
ALTER TABLE parcel
  ADD COLUMN look_at     timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN longest_gap bigint,
  -- The last question got no answer: worth another one.
  ADD COLUMN unanswered  boolean NOT NULL DEFAULT false,
  ADD COLUMN delivered   boolean NOT NULL DEFAULT false;

UPDATE parcel SET delivered = true WHERE signed_at IS NOT NULL;

CREATE INDEX parcel_look ON parcel (look_at)
  WHERE (NOT done OR state = 'SIGNED_AT_STATION' AND NOT fetched) AND state <> 'CANCELLED';
CREATE INDEX parcel_signed ON parcel (signed_at) WHERE signed_at IS NOT NULL;

-- What carriers usually take, learnt from the shop's own parcels. An empty origin or province is any.
CREATE TABLE lane (
  carrier   text   NOT NULL,
  origin    text   NOT NULL,
  province  text   NOT NULL,
  parcels   int    NOT NULL,
  -- seconds: of twenty parcels nineteen never stood still for longer
  standstill bigint NOT NULL,
  PRIMARY KEY (carrier, origin, province)
);

-- What went wrong with a parcel; once a kind.
CREATE TABLE trouble (
  parcel    bigint      NOT NULL REFERENCES parcel ON DELETE CASCADE,
  kind      text        NOT NULL,
  opened_at timestamptz NOT NULL,
  -- the newest line of the trace at that time: what comes after it may be the mend
  since     timestamptz NOT NULL,
  closed_at timestamptz,
  -- the task for a person: WANTED, OPEN, CLOSED, NONE
  task      text        NOT NULL,
  PRIMARY KEY (parcel, kind)
);

CREATE INDEX trouble_open ON trouble (parcel) WHERE closed_at IS NULL;
CREATE INDEX trouble_wanted ON trouble (opened_at) WHERE task = 'WANTED';

-- Paid, and not known to have left.
CREATE TABLE unshipped (
  order_number text PRIMARY KEY,
  paid_at      timestamptz NOT NULL,
  asked_at     timestamptz
);

CREATE INDEX unshipped_due ON unshipped (paid_at) WHERE asked_at IS NULL;

-- What customers were promised because a parcel is late. Never more than one a parcel.
CREATE TABLE compensation (
  parcel     bigint PRIMARY KEY,
  customer   bigint        NOT NULL,
  level      text          NOT NULL,
  kind       text          NOT NULL,
  what       text          NOT NULL,
  worth      numeric(12,2) NOT NULL,
  day        date          NOT NULL,
  promised_at timestamptz  NOT NULL
);

CREATE INDEX compensation_customer ON compensation (customer, promised_at);
CREATE INDEX compensation_day ON compensation (day);
