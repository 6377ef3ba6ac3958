-- The orders that changed hands in a merge of customers, so that they find back.
CREATE TABLE moved (
  merge        bigint NOT NULL,
  order_number text NOT NULL REFERENCES orders,
  PRIMARY KEY (merge, order_number)
);
CREATE INDEX orders_created ON orders (created_at DESC NULLS LAST);
