package cn.huitouke.care;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How far walks over all customers have come, so that one that was cut short goes on. */
@Component
class Progress {

  private final JdbcClient jdbc;

  Progress(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** After which customer to go on; -1 when the walk is done. */
  long upto(String walk) {
    return jdbc.sql("SELECT CASE WHEN done THEN -1 ELSE upto END FROM care.progress WHERE walk = ?")
        .param(walk)
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  void reached(String walk, long customer, boolean done) {
    jdbc.sql(
            "INSERT INTO care.progress (walk, upto, done) VALUES (?, ?, ?)"
                + " ON CONFLICT (walk) DO UPDATE SET upto = excluded.upto, done = excluded.done")
        .params(walk, customer, done)
        .update();
  }
}
