-- Whose orders came from the same account before.
CREATE INDEX orders_account ON orders (nick_print) WHERE nick_print IS NOT NULL;
