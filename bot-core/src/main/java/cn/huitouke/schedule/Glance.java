package cn.huitouke.schedule;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Asks for several sweeps at once whether there is anything for them to do. */
final class Glance {

  private static final Logger LOG = LoggerFactory.getLogger(Glance.class);

  private final JdbcClient jdbc;

  Glance(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param occasions what each of them waits for, by its name
   * @return the names of those that have nothing to do now; nobody's where that cannot be found out
   */
  Set<String> idle(Map<String, String> occasions, Instant now) {
    List<String> names = new ArrayList<>(occasions.keySet());
    String question =
        names.stream()
            .map(name -> "(" + occasions.get(name) + ")")
            .collect(Collectors.joining(", ", "SELECT ", ""));
    Set<String> idle = new HashSet<>();
    try {
      jdbc.sql(question)
          .param("now", Timestamp.from(now))
          .query(
              row -> {
                for (int i = 0; i < names.size(); i++) {
                  if (!row.getBoolean(i + 1)) {
                    idle.add(names.get(i));
                  }
                }
              });
    } catch (RuntimeException e) {
      LOG.warn("Which sweeps are idle cannot be found out: {}", e.getMessage());
      return Set.of();
    }
    return idle;
  }
}
