package cn.huitouke.delivery;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * Questions that go to the database in one trip: for small ones the way there and back costs more
 * than the answer. For one thread.
 */
final class AtOnce {

  private record Question(String sql, List<?> parameters, RowCallbackHandler each) {}

  private final List<Question> questions = new ArrayList<>();

  /**
   * Asks with the others.
   *
   * @param each hears every row, once all go
   */
  void ask(String sql, List<?> parameters, RowCallbackHandler each) {
    questions.add(new Question(sql, parameters, each));
  }

  void go(JdbcTemplate jdbc) {
    if (questions.isEmpty()) {
      return;
    }
    String all = questions.stream().map(Question::sql).collect(Collectors.joining(";\n"));
    jdbc.execute(
        (ConnectionCallback<Boolean>)
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(all)) {
                int n = 0;
                for (Question question : questions) {
                  for (Object parameter : question.parameters()) {
                    statement.setObject(++n, parameter);
                  }
                }
                boolean more = statement.execute();
                for (Question question : questions) {
                  try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                      question.each().processRow(rows);
                    }
                  }
                  more = statement.getMoreResults();
                }
                return more;
              }
            });
  }
}
