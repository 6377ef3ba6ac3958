-- What the shop's people changed about a plan in the console; its file stays as it is.
CREATE TABLE adjustment (
  plan       text PRIMARY KEY,
  -- ON, PAUSED (what is due waits), OFF (what is due passes)
  standing   text NOT NULL CHECK (standing IN ('ON', 'PAUSED', 'OFF')),
  -- seconds after the occasion
  delay      bigint NOT NULL CHECK (delay >= 0),
  at         time,
  hold_out   int NOT NULL CHECK (hold_out BETWEEN 0 AND 50),
  operator   text NOT NULL,
  changed_at timestamptz NOT NULL
);

-- Of each plan: what was decided when, for the page that shows it.
CREATE INDEX due_of_plan ON due (plan, decided_at DESC) WHERE decided_at IS NOT NULL;
CREATE INDEX held_out_of_plan ON held_out (plan, since DESC);
