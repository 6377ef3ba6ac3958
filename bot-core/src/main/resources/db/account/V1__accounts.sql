-- The accounts that the shop's owner added in the console. Those of the settings file are not here.
CREATE TABLE account (
  kind       text NOT NULL,
  name       text NOT NULL,
  -- CHANNEL or TRACKING: what it is for
  used_as    text NOT NULL CHECK (used_as IN ('CHANNEL', 'TRACKING')),
  -- what is no secret, by the field's name
  plain      jsonb NOT NULL,
  -- the secrets, a JSON object, sealed by the vault
  sealed     bytea NOT NULL,
  -- another at every change of the values, also of an account that was removed and added again
  revision   bigint NOT NULL,
  added_at   timestamptz NOT NULL,
  added_by   text NOT NULL,
  changed_at timestamptz NOT NULL,
  -- what the last test found of these values: why it does not work, about what, in which words
  works      boolean,
  cause      text,
  about      text,
  what       text,
  tested_at  timestamptz,
  -- when the platform first called with the keys of now
  called_at  timestamptz,
  PRIMARY KEY (kind, name)
);

CREATE SEQUENCE revision;
