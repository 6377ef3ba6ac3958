-- Of a pasted list only the customers whom it names are kept, by number. What it says of anybody else (a
-- phone number, an address, a slip of the pen) is counted and thrown away: nothing else could be found
-- again when that person asks to be forgotten.
alter table broadcast add column listed boolean not null default false;
alter table broadcast add column unknown int not null default 0;

create table named (
  broadcast bigint not null references broadcast on delete cascade,
  customer  bigint not null,
  primary key (broadcast, customer)
);
create index named_customer on named (customer);

-- Lists pasted before: those who were gathered by them stay, the text goes. (JSON may hold a NUL, jsonb not.)
update broadcast set
  draft = regexp_replace(draft, '(?<!\\)((\\\\)*)\\u0000', '\1', 'g'),
  foresight = regexp_replace(foresight, '(?<!\\)((\\\\)*)\\u0000', '\1', 'g');
insert into named (broadcast, customer)
select r.broadcast, r.customer from recipient r join broadcast b on b.id = r.broadcast
where b.draft::jsonb #>> '{audience,pasted}' <> '';
update broadcast set
  listed = true,
  draft = jsonb_set(draft::jsonb, '{audience,pasted}', '""')::text
where draft::jsonb #>> '{audience,pasted}' <> '';
update broadcast set foresight = (foresight::jsonb - 'unknownSample')::text where foresight is not null;
