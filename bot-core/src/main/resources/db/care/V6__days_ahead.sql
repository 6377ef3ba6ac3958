-- What the calendar brings may be said some days ahead.
ALTER TABLE adjustment DROP CONSTRAINT adjustment_delay_check;
