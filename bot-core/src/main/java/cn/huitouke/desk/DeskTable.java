package cn.huitouke.desk;

import cn.huitouke.customer.CustomerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The desk in PostgreSQL. Closed tasks stay, with who decided what. */
@Component
final class DeskTable implements Desk {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private final JdbcClient sql;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final InstantSource clock;

  DeskTable(
      DataSource database,
      PlatformTransactionManager transactions,
      ApplicationEventPublisher events,
      InstantSource clock) {
    this.sql = JdbcClient.create(database);
    this.transaction = new TransactionTemplate(transactions);
    this.events = events;
    this.clock = clock;
  }

  @Override
  public void open(String key, String kind, Optional<CustomerId> customer, Briefing briefing) {
    transaction.executeWithoutResult(
        _ -> {
          int opened =
              sql.sql(
                      """
                      insert into desk.task (key, kind, customer, title, detail, facts, opened_at)
                      values (?, ?, ?, ?, ?, ?::jsonb, ?)
                      on conflict (key) where closed_at is null do nothing\
                      """)
                  .params(
                      key,
                      kind,
                      customer.map(CustomerId::value).orElse(null),
                      briefing.title(),
                      briefing.detail(),
                      JSON.writeValueAsString(briefing.facts()),
                      now())
                  .update();
          if (opened > 0) {
            events.publishEvent(new TaskOpened(key, kind, customer));
          }
        });
  }

  @Override
  public boolean close(String key, String outcome, String operator) {
    return Boolean.TRUE.equals(
        transaction.execute(
            _ -> {
              Optional<String> kind =
                  sql.sql(
                          """
                          update desk.task set closed_at = ?, outcome = ?, operator = ?
                          where key = ? and closed_at is null returning kind\
                          """)
                      .params(now(), outcome, operator, key)
                      .query(String.class)
                      .optional();
              kind.ifPresent(it -> events.publishEvent(new TaskDone(key, it, outcome, operator)));
              return kind.isPresent();
            }));
  }

  @Override
  public List<Task> openTasks(int limit) {
    return sql.sql(
            """
            select key, kind, customer, title, detail, facts, opened_at from desk.task
            where closed_at is null order by opened_at, id limit ?\
            """)
        .param(limit)
        .query((row, _) -> task(row))
        .list();
  }

  private static Task task(ResultSet row) throws SQLException {
    Long customer = row.getObject("customer", Long.class);
    return new Task(
        row.getString("key"),
        row.getString("kind"),
        Optional.ofNullable(customer).map(CustomerId::new),
        row.getString("title"),
        row.getString("detail"),
        facts(row.getString("facts")),
        row.getObject("opened_at", OffsetDateTime.class).toInstant());
  }

  /** What a newer version of the program wrote and this one does not know is left out. */
  private static Map<Fact, String> facts(String json) {
    Map<String, String> written = JSON.readValue(json, TEXTS);
    EnumMap<Fact, String> facts = new EnumMap<>(Fact.class);
    for (Fact fact : Fact.values()) {
      String value = written.get(fact.name());
      if (value != null) {
        facts.put(fact, value);
      }
    }
    return facts;
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
