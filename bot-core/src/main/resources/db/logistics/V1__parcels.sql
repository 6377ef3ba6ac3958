CREATE TABLE parcel (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  carrier      text NOT NULL,
  number       text NOT NULL,
  destination  text NOT NULL DEFAULT '',
  origin       text NOT NULL DEFAULT '',
  known_at     timestamptz NOT NULL,
  shipped_at   timestamptz,
  collected_at timestamptz,
  signed_at    timestamptz,
  -- What the words of its trace say; what the source tagged it with stands in claimed.
  state        text NOT NULL DEFAULT 'UNKNOWN',
  claimed      text NOT NULL DEFAULT 'UNKNOWN',
  -- Signed or returned: never opened again.
  done         boolean NOT NULL DEFAULT false,
  fetched      boolean NOT NULL DEFAULT false,
  latest_at    timestamptz,
  latest_text  text NOT NULL DEFAULT '',
  latest_place text NOT NULL DEFAULT '',
  promised_at  timestamptz,
  -- When the source last told us anything, and when we last asked it.
  reported_at  timestamptz,
  asked_at     timestamptz,
  watch        text NOT NULL DEFAULT 'WANTED',
  watch_at     timestamptz NOT NULL,
  watches      int NOT NULL DEFAULT 0,
  watch_month  text NOT NULL DEFAULT '',
  -- The receiver's last four digits, sealed.
  tail         bytea,
  tail_wanted  boolean NOT NULL DEFAULT false,
  UNIQUE (carrier, number)
);

CREATE INDEX parcel_number ON parcel (number);
CREATE INDEX parcel_wanted ON parcel (watch_at) WHERE watch = 'WANTED';
CREATE INDEX parcel_active ON parcel (id) WHERE NOT done;
CREATE INDEX parcel_lane ON parcel (carrier, destination) WHERE signed_at IS NOT NULL;

CREATE TABLE trace (
  parcel   bigint NOT NULL REFERENCES parcel ON DELETE CASCADE,
  -- Hash of time and cleaned text: the same line pushed again is the same line.
  key      text NOT NULL,
  at       timestamptz NOT NULL,
  -- Place within its report, growing with time: breaks ties as the source does.
  position int NOT NULL,
  text     text NOT NULL,
  state    text NOT NULL,
  place    text NOT NULL,
  PRIMARY KEY (parcel, key)
);

CREATE TABLE parcel_order (
  parcel       bigint NOT NULL REFERENCES parcel ON DELETE CASCADE,
  order_number text NOT NULL,
  closed       boolean NOT NULL DEFAULT false,
  PRIMARY KEY (parcel, order_number)
);

CREATE INDEX parcel_order_number ON parcel_order (order_number);

-- Customers who asked after a number that belongs to no order of theirs.
CREATE TABLE guest (
  parcel   bigint NOT NULL REFERENCES parcel ON DELETE CASCADE,
  customer bigint NOT NULL,
  since    timestamptz NOT NULL,
  PRIMARY KEY (parcel, customer)
);

CREATE INDEX guest_customer ON guest (customer, since);

-- What has been told of a parcel, or was passed over. Once there, never told again.
CREATE TABLE told (
  parcel bigint NOT NULL REFERENCES parcel ON DELETE CASCADE,
  kind   text NOT NULL,
  at     timestamptz NOT NULL,
  due    boolean NOT NULL,
  PRIMARY KEY (parcel, kind)
);

CREATE INDEX told_due ON told (at) WHERE due;

CREATE TABLE digest (
  customer bigint NOT NULL,
  day      date NOT NULL,
  PRIMARY KEY (customer, day)
);
