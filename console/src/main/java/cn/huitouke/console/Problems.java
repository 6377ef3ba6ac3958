package cn.huitouke.console;

import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.server.ResponseStatusException;

/** What is wrong, as RFC 9457 says it. */
final class Problems {

  private Problems() {}

  /** What was asked for, or that there is none. */
  static <T> T found(Optional<T> one, String what) {
    return one.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, what));
  }

  static ResponseEntity<ProblemDetail> of(HttpStatus status, String title, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setTitle(title);
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }
}
