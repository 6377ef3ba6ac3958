-- Who asked after a parcel of which nothing was known yet: they were told that they would hear. Until then.
CREATE TABLE asked (
  parcel   bigint      NOT NULL REFERENCES parcel ON DELETE CASCADE,
  customer bigint      NOT NULL,
  at       timestamptz NOT NULL,
  PRIMARY KEY (parcel, customer)
);
CREATE INDEX asked_customer ON asked (customer);
