-- One sentence sealed with the key in use, so that a start with another key, or with none, is noticed.
CREATE TABLE seal (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  sealed   bytea NOT NULL
);
