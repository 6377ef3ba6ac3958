ALTER TABLE customer ADD COLUMN merged_into bigint REFERENCES customer ON DELETE CASCADE;
CREATE INDEX customer_merged ON customer (merged_into) WHERE merged_into IS NOT NULL;

-- Two that turned out to be one person, so that it can be undone.
CREATE TABLE merge (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  from_customer bigint NOT NULL REFERENCES customer ON DELETE CASCADE,
  into_customer bigint NOT NULL REFERENCES customer ON DELETE CASCADE,
  -- The identities that moved: channel and address, pairwise.
  channels      text[] NOT NULL,
  addresses     text[] NOT NULL,
  at            timestamptz NOT NULL,
  operator      text NOT NULL,
  undone_at     timestamptz
);
CREATE INDEX merge_into ON merge (into_customer);
