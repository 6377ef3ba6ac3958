CREATE SEQUENCE customer_id;

CREATE TABLE customer (
  id           bigint PRIMARY KEY,
  created_at   timestamptz NOT NULL,
  arrival_only boolean NOT NULL DEFAULT false,
  quiet        boolean NOT NULL DEFAULT false
);

CREATE TABLE identity (
  channel    text NOT NULL,
  address    text NOT NULL,
  customer   bigint NOT NULL REFERENCES customer,
  following  boolean NOT NULL DEFAULT false,
  -- The platform's time of the latest follow or unfollow: an older event that comes late is ignored.
  changed_at timestamptz,
  heard_at   timestamptz NOT NULL,
  PRIMARY KEY (channel, address)
);

CREATE INDEX identity_customer ON identity (customer);
