package cn.huitouke.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is sent again under the same {@code Idempotency-Key} within a day is not done again: it gets
 * the answer of the first time. Another body under a key that was used is refused. Stands in the
 * interface's chain, behind the check of the token; no bean, or the web server would want it, and with
 * it the database, before anything else.
 */
final class SameAnswer extends OncePerRequestFilter {

  static final String KEY = "Idempotency-Key";
  private static final String REPLAYED = "Idempotent-Replayed";
  private static final Duration KEPT = Duration.ofHours(24);

  /** Who began and did not come to an end within this is dead. */
  private static final Duration AT_WORK = Duration.ofMinutes(2);

  private static final int LARGEST = 4 << 20;
  private static final int LONGEST_KEY = 200;

  private final JdbcClient database;
  private final InstantSource clock;
  private final JsonMapper json;

  SameAnswer(JdbcClient database, InstantSource clock, JsonMapper json) {
    this.database = database;
    this.clock = clock;
    this.json = json;
  }

  private record Kept(byte[] request, int status, String type, byte[] body) {}

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String type = Optional.ofNullable(request.getContentType()).orElse("");
    return !request.getMethod().equals("POST")
        || request.getHeader(KEY) == null
        || request.getUserPrincipal() == null
        || type.startsWith("multipart/");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String key = request.getHeader(KEY);
    byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
    if (key.isBlank() || key.length() > LONGEST_KEY) {
      problem(response, 400, "This key cannot be used", "Send 1 to 200 characters.");
      return;
    }
    if (body.length > LARGEST) {
      problem(response, 413, "Too large", "Send at most 4 MB at once.");
      return;
    }
    String caller = request.getUserPrincipal().getName();
    byte[] asked = print(request, body);
    Instant now = clock.instant();
    forget(now);
    if (begin(caller, key, asked, now)) {
      answer(new Again(request, body), response, chain, caller, key);
    } else {
      again(response, caller, key, asked);
    }
  }

  /** True for exactly one of those who ask at the same time. */
  private boolean begin(String caller, String key, byte[] asked, Instant now) {
    return database
            .sql(
                "insert into console.idempotency (caller, key, request, at) values (?, ?, ?, ?)"
                    + " on conflict do nothing")
            .params(caller, key, asked, Timestamp.from(now))
            .update()
        == 1;
  }

  private void answer(
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain,
      String caller,
      String key)
      throws ServletException, IOException {
    ContentCachingResponseWrapper caught = new ContentCachingResponseWrapper(response);
    boolean kept = false;
    try {
      chain.doFilter(request, caught);
      // What failed here, or was turned away for its pace, may be tried again.
      kept = caught.getStatus() < 500 && caught.getStatus() != 429;
      if (kept) {
        keep(caller, key, caught);
      }
    } finally {
      if (!kept) {
        database
            .sql("delete from console.idempotency where caller = ? and key = ?")
            .params(caller, key)
            .update();
      }
    }
    caught.copyBodyToResponse();
  }

  private void keep(String caller, String key, ContentCachingResponseWrapper answer) {
    database
        .sql(
            "update console.idempotency set status = ?, type = ?, body = ?"
                + " where caller = ? and key = ?")
        .params(
            answer.getStatus(),
            Optional.ofNullable(answer.getContentType()).orElse(""),
            answer.getContentAsByteArray(),
            caller,
            key)
        .update();
  }

  private void again(HttpServletResponse response, String caller, String key, byte[] asked)
      throws IOException {
    Optional<Kept> kept =
        database
            .sql("select * from console.idempotency where caller = ? and key = ?")
            .params(caller, key)
            .query(
                (row, _) ->
                    new Kept(
                        row.getBytes("request"),
                        row.getInt("status"),
                        Optional.ofNullable(row.getString("type")).orElse(""),
                        Optional.ofNullable(row.getBytes("body")).orElse(new byte[0])))
            .optional();
    if (kept.isPresent() && !Arrays.equals(kept.get().request(), asked)) {
      problem(
          response,
          422,
          "This key was used for something else",
          "Send what you sent the first time, or take another key.");
    } else if (kept.isEmpty() || kept.get().status() == 0) {
      response.setHeader("Retry-After", "1");
      problem(response, 409, "Still at it", "The first request under this key is not done yet.");
    } else {
      response.setHeader(REPLAYED, "true");
      response.setStatus(kept.get().status());
      if (!kept.get().type().isEmpty()) {
        response.setContentType(kept.get().type());
      }
      response.getOutputStream().write(kept.get().body());
    }
  }

  private void forget(Instant now) {
    database
        .sql("delete from console.idempotency where at < ? or status is null and at < ?")
        .params(Timestamp.from(now.minus(KEPT)), Timestamp.from(now.minus(AT_WORK)))
        .update();
  }

  private static byte[] print(HttpServletRequest request, byte[] body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String line = request.getMethod() + ' ' + request.getRequestURI() + '\n';
      digest.update(line.getBytes(StandardCharsets.UTF_8));
      return digest.digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private void problem(HttpServletResponse response, int status, String title, String detail)
      throws IOException {
    ProblemDetail problem = ProblemDetail.forStatus(status);
    problem.setTitle(title);
    problem.setDetail(detail);
    response.setStatus(status);
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.getOutputStream().write(json.writeValueAsBytes(problem));
  }

  /** The request, to be read once more. */
  private static final class Again extends HttpServletRequestWrapper {

    private final byte[] body;

    Again(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = body;
    }

    @Override
    public ServletInputStream getInputStream() {
      ByteArrayInputStream in = new ByteArrayInputStream(body);
      return new ServletInputStream() {
        @Override
        public int read() {
          return in.read();
        }

        @Override
        public int read(byte[] into, int from, int most) {
          return in.read(into, from, most);
        }

        @Override
        public boolean isFinished() {
          return in.available() == 0;
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
          throw new IllegalStateException("Nobody reads this without waiting");
        }
      };
    }

    @Override
    public BufferedReader getReader() {
      return new BufferedReader(
          new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8));
    }
  }
}
