-- Pictures that operators uploaded, by their SHA-256. Drafts and letters name them; the bytes are put in
-- just before a message leaves.
create table picture (
  hash  text        primary key,
  type  text        not null, -- by its content: image/jpeg, image/png, image/gif
  bytes bytea       not null,
  at    timestamptz not null
);
