-- What care has to know of an order; the order itself belongs to the orders.
CREATE TABLE purchase (
  number       text PRIMARY KEY,
  customer     bigint,
  source       text NOT NULL,
  amount       numeric(14,2) NOT NULL,
  province     text NOT NULL,
  paid_at      timestamptz,
  shipped_at   timestamptz,
  finished_at  timestamptz,
  -- When the last of its parcels was signed for.
  delivered_at timestamptz,
  parcels      int NOT NULL,
  -- Why there is nothing to care for: refund, closed; else empty.
  off          text NOT NULL DEFAULT '',
  lines        jsonb NOT NULL,
  -- Something about it changed since its care was planned.
  to_plan      boolean NOT NULL DEFAULT true
);

CREATE INDEX purchase_customer ON purchase (customer, paid_at) WHERE customer IS NOT NULL;
CREATE INDEX purchase_to_plan ON purchase (number) WHERE to_plan;
CREATE INDEX purchase_took ON purchase (delivered_at) WHERE delivered_at IS NOT NULL;

CREATE TABLE arrival (
  order_number text NOT NULL,
  waybill      text NOT NULL,
  at           timestamptz NOT NULL,
  PRIMARY KEY (order_number, waybill)
);

-- What a customer's orders come to.
CREATE TABLE customer (
  id        bigint PRIMARY KEY,
  orders    int NOT NULL,
  last_paid timestamptz,
  -- The median of the seconds between their orders; 0 with fewer than two.
  gap       bigint NOT NULL DEFAULT 0
);

-- The day that a customer told us.
CREATE TABLE birthday (
  customer bigint PRIMARY KEY,
  month    int NOT NULL,
  day      int NOT NULL,
  lunar    boolean NOT NULL,
  told_at  timestamptz NOT NULL
);

CREATE INDEX birthday_day ON birthday (lunar, month, day);

-- One message of one plan, for ever: plan and subject are its natural name.
CREATE TABLE due (
  plan         text NOT NULL,
  subject      text NOT NULL,
  customer     bigint NOT NULL,
  order_number text,
  thing        text NOT NULL,
  guessed      boolean NOT NULL DEFAULT false,
  due_at       timestamptz NOT NULL,
  worth_until  timestamptz NOT NULL,
  state        text NOT NULL DEFAULT 'PLANNED',
  rule         text NOT NULL DEFAULT '',
  about        text NOT NULL DEFAULT '',
  decided_at   timestamptz,
  -- What it asks, when it does.
  question     text,
  PRIMARY KEY (plan, subject)
);

CREATE INDEX due_ripe ON due (customer, due_at) WHERE state = 'PLANNED';
CREATE INDEX due_soon ON due (due_at) WHERE state = 'PLANNED';
CREATE INDEX due_customer ON due (customer, due_at);
CREATE INDEX due_posted ON due (customer, decided_at) WHERE state = 'POSTED';
CREATE INDEX due_order ON due (order_number) WHERE order_number IS NOT NULL;

-- Who never hears a plan, so that its effect can be measured.
CREATE TABLE held_out (
  plan     text NOT NULL,
  customer bigint NOT NULL,
  since    timestamptz NOT NULL,
  share    int NOT NULL,
  PRIMARY KEY (plan, customer)
);

CREATE TABLE note (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- The event it was said in: the same event is noted once.
  event        text NOT NULL UNIQUE,
  customer     bigint NOT NULL,
  order_number text,
  plan         text,
  thing        text NOT NULL,
  feeling      text NOT NULL,
  photo        boolean NOT NULL,
  -- The words, sealed.
  words        bytea NOT NULL,
  at           timestamptz NOT NULL,
  -- A doubtful sign after which nothing was heard is looked at once.
  watched      boolean NOT NULL DEFAULT false
);

CREATE INDEX note_customer ON note (customer, at);
CREATE INDEX note_watched ON note (at) WHERE watched;

-- A customer who is not content, until a person has made it good.
CREATE TABLE trouble (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  task         text NOT NULL,
  customer     bigint NOT NULL,
  order_number text,
  opened_at    timestamptz NOT NULL,
  -- By when the customer was told that somebody answers; empty once that was looked at.
  promised_at  timestamptz,
  closed_at    timestamptz,
  outcome      text,
  operator     text
);

CREATE UNIQUE INDEX trouble_open ON trouble (task) WHERE closed_at IS NULL;
CREATE INDEX trouble_customer ON trouble (customer) WHERE closed_at IS NULL;

-- How far a walk over all customers has come.
CREATE TABLE progress (
  walk text PRIMARY KEY,
  upto bigint NOT NULL,
  done boolean NOT NULL
);

-- What the plans were when everything was last planned.
CREATE TABLE plans (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  print    text NOT NULL
);

-- How far the orders that were there before care was have been taken over.
CREATE TABLE caught_up (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  upto     text NOT NULL,
  done     boolean NOT NULL
);

INSERT INTO caught_up (upto, done) VALUES ('', false);
