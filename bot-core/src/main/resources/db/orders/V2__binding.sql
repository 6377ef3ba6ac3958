-- What customers tried, so that a repeated event is answered alike and guessing comes to an end.
-- The order need not exist: a made-up number is treated like any other.
CREATE TABLE attempt (
  event        text NOT NULL,
  order_number text NOT NULL,
  customer     bigint NOT NULL,
  at           timestamptz NOT NULL,
  outcome      text NOT NULL,
  along        int NOT NULL,
  PRIMARY KEY (event, order_number)
);

CREATE INDEX attempt_order ON attempt (order_number, at) WHERE outcome = 'WRONG';
CREATE INDEX attempt_customer ON attempt (customer, at) WHERE outcome = 'WRONG';

CREATE TABLE lockout (
  subject text PRIMARY KEY,
  until   timestamptz NOT NULL
);
