-- Who was asked to allow a later notice, when last and how often without one given since.
CREATE TABLE credit_ask (
  customer bigint PRIMARY KEY,
  asked_at timestamptz NOT NULL,
  times    int NOT NULL DEFAULT 1
);
