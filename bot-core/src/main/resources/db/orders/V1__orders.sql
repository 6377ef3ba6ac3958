CREATE TABLE orders (
  number        text PRIMARY KEY,
  source        text NOT NULL,
  -- An order list named it; until then only lines of an item list are known.
  listed        boolean NOT NULL,
  status        text NOT NULL,
  goods_amount  numeric(14,2),
  postage       numeric(14,2),
  paid_amount   numeric(14,2),
  refund_amount numeric(14,2),
  province      text NOT NULL,
  city          text NOT NULL,
  created_at    timestamptz,
  paid_at       timestamptz,
  shipped_at    timestamptz,
  finished_at   timestamptz,
  close_reason  text,
  presale       boolean NOT NULL,
  no_logistics  boolean NOT NULL,
  titles        text NOT NULL,
  quantity      int NOT NULL,
  -- Nick, name, phones, address, notes: sealed together. The prints are keyed fingerprints.
  person        bytea NOT NULL,
  phone_print   bytea,
  nick_print    bytea,
  imported_at   timestamptz NOT NULL,
  changed_at    timestamptz NOT NULL,
  customer      bigint,
  bound_at      timestamptz,
  bound_by      text
);

CREATE INDEX orders_customer ON orders (customer) WHERE customer IS NOT NULL;
CREATE INDEX orders_receiver ON orders (phone_print, nick_print);

CREATE TABLE line (
  order_number  text NOT NULL REFERENCES orders,
  key           text NOT NULL,
  position      int NOT NULL,
  sub_number    text,
  title         text NOT NULL,
  sku           text NOT NULL,
  price         numeric(14,2),
  quantity      int NOT NULL,
  merchant_code text NOT NULL,
  refund        numeric(14,2) NOT NULL,
  PRIMARY KEY (order_number, key)
);

CREATE TABLE parcel (
  order_number text NOT NULL REFERENCES orders,
  carrier      text NOT NULL,
  number       text NOT NULL,
  position     int NOT NULL,
  carrier_name text NOT NULL,
  PRIMARY KEY (order_number, carrier, number)
);

CREATE INDEX parcel_number ON parcel (number, carrier);

-- Grows from the imports; what the shop edits here is not touched by them.
CREATE TABLE product (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key           text NOT NULL UNIQUE,
  title         text NOT NULL,
  sku           text NOT NULL,
  merchant_code text NOT NULL,
  first_seen    timestamptz NOT NULL
);

-- One open code an order; a used one stays as the record of who used it.
CREATE TABLE claim (
  code         text PRIMARY KEY,
  order_number text NOT NULL REFERENCES orders,
  made_at      timestamptz NOT NULL,
  used_by      bigint,
  used_at      timestamptz
);

CREATE UNIQUE INDEX claim_open ON claim (order_number) WHERE used_by IS NULL;
