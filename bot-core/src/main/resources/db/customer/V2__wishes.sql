-- What customers asked us to keep to: each change is an entry, the latest one holds, none is ever updated.
CREATE TABLE wish (
  seq          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer     bigint      NOT NULL REFERENCES customer,
  arrival_only boolean     NOT NULL,
  care         boolean     NOT NULL,
  community    boolean     NOT NULL,
  marketing    boolean     NOT NULL,
  quiet_from   time,
  quiet_to     time,
  source       text        NOT NULL,
  at           timestamptz NOT NULL
);
CREATE INDEX wish_of_customer ON wish (customer, seq DESC);

INSERT INTO wish (customer, arrival_only, care, community, marketing, source, at)
SELECT id, arrival_only, NOT quiet, NOT quiet, false, 'before', now()
FROM customer WHERE arrival_only OR quiet;

ALTER TABLE customer DROP COLUMN arrival_only, DROP COLUMN quiet;
