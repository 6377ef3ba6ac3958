package cn.huitouke.server;

import cn.huitouke.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A rehearsal in figures.
 *
 * @param figures by name, in the order in which they are read
 * @param refusedForRules what the platform refused because of a window or a quota
 */
record RehearsalSummary(Map<String, Object> figures, String hash, long refusedForRules) {

  /** The platform's codes: window closed, used up, no consent, too often, quota of mass sends. */
  private static final List<Integer> WINDOWS_AND_QUOTAS =
      List.of(45015, 45047, 43101, 45009, 45028, 45065);

  boolean withinTheRules() {
    return refusedForRules == 0;
  }

  /** Read once, at the end, from the books of those who keep them. */
  static RehearsalSummary of(
      RehearsalOptions options,
      ConfigurableApplicationContext house,
      Sandbox sandbox,
      Season season,
      String hash,
      Duration played) {
    JdbcTemplate jdbc = house.getBean(JdbcTemplate.class);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("days", options.days());
    figures.put("customers", options.customers());
    figures.put("seed", options.seed());
    figures.put("seconds", played.toMillis() / 1000.0);
    figures.put("clock turned", season.turns());
    figures.put("customers did", season.deeds());
    figures.put("parcel pushes", sandbox.kuaidi100().pushes().size());
    figures.put(
        "sent by purpose and wire",
        count(
            jdbc,
            "select purpose || ' ' || wire, count(*) from delivery.letter"
                + " where state = 'ACCEPTED' group by 1"));
    figures.put(
        "not sent, and why",
        count(
            jdbc,
            "select purpose || ' ' || state || ' ' || why || case when why = 'expired'"
                + " then ' (' || split_part(why_about, '|', 1) || ')' else '' end, count(*)"
                + " from delivery.letter where state <> 'ACCEPTED' group by 1"));
    figures.put(
        "held on the way, and why",
        count(
            jdbc,
            "select purpose || ' ' || step.why, count(*) from delivery.step join delivery.letter"
                + " on letter.seq = step.letter where step.state = 'HELD' group by 1"));
    figures.put(
        "care",
        count(
            jdbc,
            "select case state when 'ACCEPTED' then 'sent' when 'EXPIRED' then 'expired' else"
                + " 'given up, put off or kept back' end, count(*) from delivery.letter"
                + " where purpose = 'CARE' group by 1"));
    figures.put("must arrive", mustArrive(jdbc));
    figures.put("digests", digests(jdbc));
    figures.put(
        "consents",
        count(
            jdbc,
            "select case when change > 0 then 'given' when reset then 'corrected' else 'used' end,"
                + " count(*) from delivery.credit group by 1"));
    Map<String, Long> refused =
        sandbox.weChat().refusals().stream()
            .collect(
                Collectors.groupingBy(
                    refusal -> refusal.wire() + " " + refusal.errcode(),
                    TreeMap::new,
                    Collectors.counting()));
    figures.put("refused by the platform", refused);
    figures.put("tasks for people", count(jdbc, "select kind, count(*) from desk.task group by 1"));
    figures.put("hash", hash);
    long rules =
        sandbox.weChat().refusals().stream()
            .filter(refusal -> WINDOWS_AND_QUOTAS.contains(refusal.errcode()))
            .count();
    return new RehearsalSummary(figures, hash, rules);
  }

  private static Map<String, Long> count(JdbcTemplate jdbc, String sql) {
    Map<String, Long> counted = new TreeMap<>();
    jdbc.query(
        sql,
        row -> {
          counted.put(row.getString(1), row.getLong(2));
        });
    return counted;
  }

  private static Map<String, Long> mustArrive(JdbcTemplate jdbc) {
    return count(
        jdbc,
        "select split_part(id, ':', 1) || case when id like 'notice:%' then ' '"
            + " || split_part(id, ':', 2) else '' end || case when state = 'ACCEPTED'"
            + " then ' delivered' else ' not delivered' end, count(*) from delivery.letter"
            + " where id like 'notice:%' or id like 'digest:%' group by 1");
  }

  private static Map<String, Long> digests(JdbcTemplate jdbc) {
    return count(
        jdbc,
        "select case when state = 'ACCEPTED' and (attempted_at at time zone 'Asia/Shanghai')::time"
            + " <= '09:00' then 'before nine' when state = 'ACCEPTED' then 'late' else 'missed'"
            + " end, count(*) from delivery.letter where id like 'digest:%' group by 1");
  }

  /** Sets what a naive sender came to beside what we did. */
  void compare(Map<String, Long> naive) {
    Map<String, Long> ours = new TreeMap<>();
    if (figures.get("must arrive") instanceof Map<?, ?> must) {
      must.forEach(
          (what, count) ->
              ours.merge(
                  what.toString().endsWith(" not delivered")
                      ? "must-arrive not delivered"
                      : "must-arrive delivered",
                  (Long) count,
                  Long::sum));
    }
    if (figures.get("refused by the platform") instanceof Map<?, ?> refused) {
      refused.forEach((what, count) -> ours.put("refused " + what, (Long) count));
    }
    Set<String> rows = new TreeSet<>(ours.keySet());
    rows.addAll(naive.keySet());
    Map<String, String> side = new LinkedHashMap<>();
    rows.forEach(
        row -> side.put(row, ours.getOrDefault(row, 0L) + " / " + naive.getOrDefault(row, 0L)));
    figures.put("ours / a naive sender's", side);
  }

  void write(Path folder) throws IOException {
    Files.writeString(folder.resolve("summary.txt"), inWords());
    JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Files.writeString(folder.resolve("summary.json"), json.writeValueAsString(figures));
  }

  String inWords() {
    StringBuilder words = new StringBuilder();
    figures.forEach(
        (name, figure) -> {
          words.append(name).append(": ");
          if (figure instanceof Map<?, ?> several) {
            words.append('\n');
            several.forEach((what, count) -> words.append("  %12s  %s%n".formatted(count, what)));
          } else {
            words.append(figure).append('\n');
          }
        });
    return words.toString();
  }
}
